namespace WandbActors;

/// <summary>What of a watched module joins the rows.</summary>
[Flags]
public enum Watched
{
    /// <summary>The gradients of its parameters, as <c>gradients/NAME</c>. Parameters that have none at that moment are passed over.</summary>
    Gradients = 1,

    /// <summary>Its parameters, as <c>parameters/NAME</c>.</summary>
    Parameters = 2,
}
