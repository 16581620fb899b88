namespace WandbActors.Persistence.Records;

/// <summary>The row buffer as deferred values see it. Any thread may call; a position is an absolute ring position, laps included.</summary>
internal interface IDeferredPlaces
{
    bool IsWaiting(long position);

    bool TryFill(long position, MetricValue value);

    bool TryGiveUp(long position, DeferredLoss reason);

    void Await(AwaitedValue value);
}
