using WandbActors.Actors.Monitoring;
using WandbActors.Actors.Monitoring.Machine;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Monitoring.Machine;

/// <summary>Files in which Linux tells about a machine, as they were recorded; a spec changes them as it wants.</summary>
internal sealed class RecordedMachine : IDisposable
{
    private readonly TempDirectory _root = new();

    public MachineFiles Files => new(_root.Path);

    public Cgroup Cgroup => new(Files);

    public static IReadOnlyDictionary<string, double> Read(ISensor sensor)
    {
        var reading = new Reading();
        sensor.Read(reading);
        return reading.Items.ToDictionary(item => item.Key, item => double.Parse(item.ValueJson));
    }

    public RecordedMachine With(string path, string text)
    {
        _root.Write(path.TrimStart('/'), text);
        return this;
    }

    /// <summary>24 GiB of memory, of which so much can be had.</summary>
    public RecordedMachine WithMemory(long availableKiB) => With(
        "/proc/meminfo",
        $"MemTotal:       25165824 kB\nMemFree:        22160304 kB\nMemAvailable:   {availableKiB} kB\nBuffers:           55444 kB\n");

    public void Dispose() => _root.Dispose();
}
