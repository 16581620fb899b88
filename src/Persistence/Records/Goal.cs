namespace WandbActors;

/// <summary>Which way a metric is to go; W&amp;B's charts and <see cref="Summary.Best"/> ask for it.</summary>
public enum Goal
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The smaller the better, as a loss.</summary>
    Minimize,

    /// <summary>The larger the better, as an accuracy.</summary>
    Maximize,
}
