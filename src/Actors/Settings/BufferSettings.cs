using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Settings;

/// <summary><c>wandb.buffer</c>: the ring and how it is drained.</summary>
internal sealed record BufferSettings(
    string Directory, long Bytes, TimeSpan Wait, TimeSpan DrainInterval, int ParkAfterEmptyDrains, int BatchBytes, long ObjectBytes)
{
    public static BufferSettings From(SettingsSection section) => new(
        section.Text("directory"),
        section.Bytes("size", RowBufferSettings.MinRingBytes, RowBufferSettings.MaxRingBytes, isPowerOfTwo: true),
        section.Time("wait"),
        section.Period("drain-interval"),
        section.Count("park-after-empty-drains", min: 1),
        (int)section.Bytes("batch-bytes", min: 1024, max: 1 << 30),
        section.Bytes("object-bytes"));
}
