namespace WandbActors;

/// <summary>What adds values of its own to rows that a program logs, such as the gradients of a watched module.</summary>
internal interface IRowAddition
{
    /// <summary>
    /// Another row is about to be logged, on this thread: adds to it what belongs there. Called by one thread at a time. Must not throw and must not
    /// block; false when nothing more will come.
    /// </summary>
    bool Join(List<(object Name, MetricValue Value)> row);
}
