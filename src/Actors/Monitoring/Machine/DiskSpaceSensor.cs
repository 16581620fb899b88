namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>Room on disks: <c>disk.PATH.usagePercent</c>, <c>disk.PATH.usageGB</c>. A disk behind a network may block.</summary>
internal sealed class DiskSpaceSensor(IReadOnlyList<string> paths) : ISensor
{
    public void Read(Reading reading)
    {
        foreach (var path in paths)
        {
            if (DiskSpace.Of(path) is not { } disk)
                continue;

            reading.Add($"disk.{path}.usagePercent", disk.UsedPercent);
            reading.Add($"disk.{path}.usageGB", (double)disk.Used / (1 << 30));
        }
    }
}
