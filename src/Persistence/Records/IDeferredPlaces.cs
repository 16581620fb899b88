namespace WandbActors.Persistence.Records;

/// <summary>The row buffer as deferred numbers see it. Any thread may call; a position is an absolute ring position, laps included.</summary>
internal interface IDeferredPlaces
{
    bool TryFill(long position, double value);

    bool TryGiveUp(long position);
}
