namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>How many processors the process may use: those of the machine, or fewer by its affinity or by its container.</summary>
internal static class CpuAllowance
{
    public static double For(MachineFiles files) =>
        OperatingSystem.IsLinux() ? Of(new Cgroup(files), Environment.ProcessorCount) : Environment.ProcessorCount;

    public static double Of(Cgroup cgroup, int processors) => Math.Min(cgroup.CpuLimit ?? processors, processors);
}
