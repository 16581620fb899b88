namespace WandbActors.TestKit;

/// <summary>What a <see cref="SimulatedDisk"/> does to a write. Rows that cannot be written wait in the run's row buffer. Immutable.</summary>
public sealed record DiskFault
{
    private DiskFault()
    {
    }

    /// <summary>The disk is full: half of what is written gets there, then the write fails.</summary>
    public static DiskFault Full { get; } = new() { Refusal = "No space left on device" };

    /// <summary>The disk has turned read-only: nothing is written, no file is made.</summary>
    public static DiskFault ReadOnly { get; } = new() { Refusal = "Read-only file system", WritesNothing = true };

    /// <summary>The disk is frozen: whoever writes waits until it is repaired.</summary>
    public static DiskFault Frozen { get; } = new() { IsFrozen = true };

    /// <summary>Each write takes so long, and the writer does nothing else meanwhile.</summary>
    public static DiskFault Slow(TimeSpan perWrite)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perWrite, TimeSpan.Zero);
        return new DiskFault { Busy = perWrite };
    }

    /// <summary>What the failed write says; <c>null</c> when it does not fail.</summary>
    internal string? Refusal { get; private init; }

    internal bool WritesNothing { get; private init; }

    internal bool IsFrozen { get; private init; }

    internal TimeSpan Busy { get; private init; }
}
