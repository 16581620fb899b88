using WandbActors.Persistence.Records;

namespace WandbActors.Actors;

/// <summary>Which of W&amp;B's features the program has used so far: each is told the log once. Any thread.</summary>
internal sealed class UsedFeatures
{
    private readonly Lock _gate = new();
    private readonly Feature _known = new();

    /// <summary>Notes features; false when all of them are known.</summary>
    public bool Add(Feature used)
    {
        lock (_gate)
        {
            var before = _known.Clone();
            _known.MergeFrom(used);
            return !_known.Equals(before);
        }
    }
}
