namespace WandbActors;

/// <summary>How grave an alert is: W&amp;B's levels.</summary>
public enum AlertLevel
{
    /// <summary>Something worth knowing.</summary>
    Info,

    /// <summary>Something that should be looked at.</summary>
    Warn,

    /// <summary>Something that has gone wrong.</summary>
    Error,
}
