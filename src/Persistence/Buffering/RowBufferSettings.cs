using System.Numerics;

namespace WandbActors.Persistence.Buffering;

/// <summary>The bounds of a row buffer. Immutable.</summary>
internal sealed record RowBufferSettings
{
    /// <summary>The <see cref="Directory"/> that means: /dev/shm on Linux if there is room, else the run directory.</summary>
    public const string Automatic = "auto";

    public const int MinRingBytes = 64 * 1024;
    public const int MaxRingBytes = 1 << 30;

    /// <summary>Segments in use at the start: one to write into and one ahead of it.</summary>
    public const int SegmentsAtStart = 2;

    private const int MinKeyTableBytes = 4096;

    /// <summary>Where the file lies. Default: <see cref="Automatic"/>. A path that cannot be used falls back to the run directory.</summary>
    public string Directory { get; init; } = Automatic;

    /// <summary>
    /// Bytes of the ring at most, a power of two from 64 KiB to 1 GiB. Default: 16 MiB. When full, <c>Log</c> waits. In memory it takes
    /// as much of that as it needs, 512 KiB at the start; on a disk all of it.
    /// </summary>
    public int RingBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinRingBytes);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxRingBytes);
            if (!BitOperations.IsPow2(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "The bytes of the ring must be a power of two.");

            field = value;
        }
    } = 16 * 1024 * 1024;

    /// <summary>Bytes by which the ring grows: 1/64 of it, but at least 256 KiB or a quarter of it.</summary>
    public long SegmentBytes => RowBufferFormat.SegmentBytes(RingBytes);

    public long FileBytes => RowBufferFormat.RingAt(KeyTableBytes) + RingBytes;

    /// <summary>Bytes of the file that are in use at the start.</summary>
    public long FileBytesAtStart => RowBufferFormat.RingAt(KeyTableBytes) + (SegmentsAtStart * SegmentBytes);

    /// <summary>Bytes of the key table, whole pages. Default: 1 MiB, some 30,000 names. When full, rows carry their names.</summary>
    public int KeyTableBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinKeyTableBytes);
            ArgumentOutOfRangeException.ThrowIfNotEqual(value % MinKeyTableBytes, 0);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>How long appends wait on a full ring, once per incident. Default: 1 s. Then they are refused until space is freed.</summary>
    public TimeSpan MaxWait
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Bytes of the objects that wait in the process for their rows to be written: pixels, samples, bins, files, and 256 for each beside. Default:
    /// 256 MiB. Above, their values are lost and counted.
    /// </summary>
    public long MaxHeldBytes { get; init; } = 256 * 1024 * 1024;
}
