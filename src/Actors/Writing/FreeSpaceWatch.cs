namespace WandbActors.Actors.Writing;

/// <summary>Warns before the disk of a directory is full: once, and again only after there was room meanwhile. Not thread-safe.</summary>
/// <param name="directory">Where the run is kept.</param>
/// <param name="warnBelow">Bytes; 0 never warns.</param>
internal sealed class FreeSpaceWatch(string directory, long warnBelow)
{
    /// <summary>How often to look.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private bool _isLow;

    public bool IsOn => warnBelow > 0;

    /// <summary>Looks at the disk; returns what is to be said, if anything. A disk that cannot be asked says nothing.</summary>
    public string? Look() => FreeBytes(directory) is { } free ? Note(free) : null;

    /// <summary>How many bytes are free where this directory is; <c>null</c> if the disk cannot be asked.</summary>
    public static long? FreeBytes(string directory)
    {
        try
        {
            // A mount point need not be a root: elsewhere than on Windows any directory of it names the disk.
            var name = OperatingSystem.IsWindows() ? Path.GetPathRoot(directory)! : directory;
            return new DriveInfo(name).AvailableFreeSpace;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>So many bytes are free. Room is back at a tenth above the bound, so that a disk that hovers there is not told of again and again.</summary>
    public string? Note(long freeBytes)
    {
        var wasLow = _isLow;
        _isLow = freeBytes < (wasLow ? warnBelow + (warnBelow / 10) : warnBelow);
        return _isLow && !wasLow
            ? $"Only {freeBytes >> 20} MiB are free where {directory} is. When the disk is full, rows wait in the row buffer, and are refused once that is full too."
            : null;
    }
}
