namespace WandbActors.Actors.Assembling;

/// <summary>What an assembler knows of one metric besides its last value. A plain value, kept in an array by the metric's number.</summary>
internal struct MetricTrack
{
    /// <summary>What its numbers come to, since the start or since the program set the metric in the summary.</summary>
    public MetricStatistics Statistics;

    /// <summary>The first value; meaningless unless <see cref="HasFirst"/>.</summary>
    public HeldValue First;

    public bool HasFirst;

    /// <summary>Whether a row or the program has ever set its summary.</summary>
    public bool IsNoted;

    /// <summary>What the summary says of it.</summary>
    public Summary Kinds;

    public Goal Goal;

    /// <summary>The place among the step metrics of the one that must stand beside it; -1 for none.</summary>
    public int Step;

    /// <summary>Its own place among the step metrics; -1 if it is none.</summary>
    public int AsStep;

    /// <summary>The definitions' version at which it was last looked up by its name, and at which globs were last tried.</summary>
    public int LookedUp, GlobsTried;

    /// <summary>The definitions' version at which the program set the metric in the summary: what was defined before says nothing any more.</summary>
    public int SetAt;

    public readonly bool IsLeftOut => (Kinds & Summary.None) != 0;

    /// <summary>Whether the summary says several things of it, in an object.</summary>
    public readonly bool IsObject => (Kinds & ~Summary.None) != 0;

    /// <summary>The program has set it in the summary: from now on its last value counts, unless it is defined again.</summary>
    public void BeginAnew(int version)
    {
        Statistics = default;
        HasFirst = false;
        Kinds &= Summary.None;
        SetAt = version;
    }
}
