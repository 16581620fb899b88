namespace WandbActors.Persistence.Bookmarks;

/// <summary>Numbers of lines in the three files that a run's lines go to on the server.</summary>
internal readonly record struct LineCounts(long History, long Events, long Console)
{
    public static LineCounts operator +(LineCounts left, LineCounts right) =>
        new(left.History + right.History, left.Events + right.Events, left.Console + right.Console);

    /// <summary>The greater of each.</summary>
    public static LineCounts Max(LineCounts left, LineCounts right) => new(
        Math.Max(left.History, right.History),
        Math.Max(left.Events, right.Events),
        Math.Max(left.Console, right.Console));
}
