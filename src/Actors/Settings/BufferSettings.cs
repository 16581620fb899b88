using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.buffer</c>: the ring and how it is drained.</summary>
internal sealed record BufferSettings(
    string Directory, long Bytes, TimeSpan Wait, TimeSpan DrainInterval, int ParkAfterEmptyDrains, int BatchBytes, long ObjectBytes)
{
    public static BufferSettings From(Config config) => new(
        config.GetString("directory"),
        config.GetByteSize("size")!.Value,
        config.GetTimeSpan("wait"),
        config.GetTimeSpan("drain-interval"),
        config.GetInt("park-after-empty-drains"),
        (int)config.GetByteSize("batch-bytes")!.Value,
        config.GetByteSize("object-bytes")!.Value);
}
