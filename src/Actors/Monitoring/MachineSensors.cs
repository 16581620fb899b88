using WandbActors.Actors.Monitoring.Machine;
using WandbActors.Actors.Monitoring.Nvidia;
using WandbActors.Actors.Settings;

namespace WandbActors.Actors.Monitoring;

/// <summary>The sensors for the machine that the process runs on, each for what may fail or block by itself.</summary>
internal static class MachineSensors
{
    /// <summary>The monitor as a part of a run.</summary>
    /// <param name="variables">The environment's variables.</param>
    public static RunCompanion CompanionFor(IReadOnlyDictionary<string, string> variables)
    {
        var starts = new CounterStarts(); // one for the run, whatever starts anew
        return new RunCompanion("monitor", session => SystemMonitorActor.PropsFor(session, For(session.Settings.Monitor, starts, variables, session.Time)));
    }

    private static NamedSensor[] For(MonitorSettings settings, CounterStarts starts, IReadOnlyDictionary<string, string> variables, TimeProvider time)
    {
        var files = new MachineFiles("/");
        return
        [
            new("process", () => new ProcessSensor(ProcessGauge.For(files), MachineMemory.For(files), CpuAllowance.For(files), time)),
            new("memory", () => new MemorySensor(MachineMemory.For(files))),
            new("network", () => new NetworkSensor(NetworkGauge.For(files), starts)),
            new("disk space", () => new DiskSpaceSensor(settings.Disks)),
            new("disk traffic", () => new DiskTrafficSensor(files, settings.Disks, starts)),
            new("GPU", () => new NvidiaSensor(Nvml.Open(), VisibleDevices.Of(variables), Environment.ProcessId)),
        ];
    }
}
