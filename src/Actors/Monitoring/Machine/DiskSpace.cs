namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>Room on the disk that a directory is on.</summary>
/// <param name="Total">Bytes in all.</param>
/// <param name="Used">Bytes in use.</param>
/// <param name="Available">Bytes that this user may still use: less than the rest where some is kept for the system.</param>
internal readonly record struct DiskSpace(long Total, long Used, long Available)
{
    public double UsedPercent => Used + Available > 0 ? (double)Used / (Used + Available) * 100 : 0;

    /// <param name="path">A directory; W&amp;B's name for the system's disk is <c>/</c> on every system.</param>
    /// <returns><c>null</c> if it is not there.</returns>
    public static DiskSpace? Of(string path)
    {
        try
        {
            var drive = new DriveInfo(path == "/" && OperatingSystem.IsWindows() ? Environment.SystemDirectory : path);
            return new DiskSpace(drive.TotalSize, drive.TotalSize - drive.TotalFreeSpace, drive.AvailableFreeSpace);
        }
        catch (Exception problem) when (problem is DriveNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
