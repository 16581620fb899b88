namespace WandbActors;

/// <summary>
/// How much pinned memory one CUDA device takes for values under way: allocated kind by kind when the first value of the kind comes, and kept.
/// When all places of a kind are taken, the next value of it is given up and counted.
/// </summary>
/// <param name="Numbers">Numbers under way of each type of element: 8 bytes each.</param>
/// <param name="Blocks">Sizes and numbers of the blocks for more than one number, the smallest first. The last has room for 4,096 elements.</param>
internal sealed record PinnedRoom(PinnedCount Numbers, IReadOnlyList<(int Bytes, PinnedCount Count)> Blocks)
{
    /// <summary>
    /// At most 128 KiB for each type of number, and 4, 8 and 8 MiB of blocks. CUDA queues about a thousand calls and has the program wait then, so
    /// that numbers seldom run out; the blocks are for models of some thousand parameters that are watched in one step. The small ones take lists,
    /// and histograms of up to 125 bins.
    /// </summary>
    public static PinnedRoom Default { get; } = new(
        Numbers: new(4096, 16384),
        Blocks: [(1 << 10, new(1024, 4096)), (8 << 10, new(256, 1024)), (32 << 10, new(64, 256))]);
}
