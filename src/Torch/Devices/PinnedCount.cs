namespace WandbActors;

/// <summary>How many places there are at first, and how many there may be: when more than half are taken, as many again are made.</summary>
internal readonly record struct PinnedCount(int First, int Most);
