namespace WandbActors.Actors.Monitoring.Nvidia;

/// <summary>One GPU. Every property asks the driver; <c>null</c> is what this GPU does not tell.</summary>
/// <param name="functions">The library.</param>
/// <param name="handle">The library's own name for it.</param>
/// <param name="index">Its number on this machine, from 0.</param>
internal sealed unsafe class NvidiaDevice(NvmlFunctions functions, nint handle, int index)
{
    // Selectors of the library's header.
    private const int OnDie = 0;
    private const int StreamingMultiprocessor = 1;
    private const int MemoryClockSelector = 2;
    private const int Corrected = 0;
    private const int Uncorrected = 1;
    private const int SinceEver = 1;
    private const int DeviceMemory = 2;

    private const int MaxProcesses = 256;

    // By the library's numbers; the names are those that W&B shows.
    private static readonly string[] Architectures = ["", "", "Kepler", "Maxwell", "Pascal", "Volta", "Turing", "Ampere", "Ada", "Hopper", "Blackwell"];

    public int Index => index;

    public string? Name => functions.Text("nvmlDeviceGetName", handle);

    public string? Uuid => functions.Text("nvmlDeviceGetUUID", handle);

    public uint? Cores => functions.Number("nvmlDeviceGetNumGpuCores", handle);

    public string? Architecture => functions.Number("nvmlDeviceGetArchitecture", handle) is { } number && number < Architectures.Length ? Architectures[number] : null;

    /// <summary>Percent of the time in which anything ran, and in which memory was read or written.</summary>
    public Utilization? Use => functions.Structure<Utilization>("nvmlDeviceGetUtilizationRates", handle);

    /// <summary>Bytes.</summary>
    public MemoryUse? Memory => functions.Structure<MemoryUse>("nvmlDeviceGetMemoryInfo", handle);

    /// <summary>Degrees Celsius.</summary>
    public uint? Temperature => functions.Number("nvmlDeviceGetTemperature", handle, OnDie);

    /// <summary>Watts.</summary>
    public double? Power => functions.Number("nvmlDeviceGetPowerUsage", handle) / 1000.0;

    /// <summary>Watts.</summary>
    public double? PowerLimit => functions.Number("nvmlDeviceGetEnforcedPowerLimit", handle) / 1000.0;

    /// <summary>MHz.</summary>
    public uint? Clock => functions.Number("nvmlDeviceGetClockInfo", handle, StreamingMultiprocessor);

    /// <summary>MHz.</summary>
    public uint? MemoryClock => functions.Number("nvmlDeviceGetClockInfo", handle, MemoryClockSelector);

    /// <summary>Percent.</summary>
    public uint? FanSpeed => functions.Number("nvmlDeviceGetFanSpeed", handle);

    public ulong? CorrectedErrors => functions.Count("nvmlDeviceGetMemoryErrorCounter", handle, Corrected, SinceEver, DeviceMemory);

    public ulong? UncorrectedErrors => functions.Count("nvmlDeviceGetMemoryErrorCounter", handle, Uncorrected, SinceEver, DeviceMemory);

    /// <summary>Whether a process computes or draws on it. Inside a container its number is another one than the driver knows.</summary>
    public bool IsUsedBy(int process) =>
        HasProcess("nvmlDeviceGetComputeRunningProcesses_v3", process) || HasProcess("nvmlDeviceGetGraphicsRunningProcesses_v3", process);

    private bool HasProcess(string list, int process)
    {
        var function = (delegate* unmanaged[Cdecl]<nint, uint*, ProcessUse*, int>)functions[list];
        uint count = MaxProcesses;
        var uses = new ProcessUse[MaxProcesses];
        fixed (ProcessUse* first = uses)
        {
            if (function is null || function(handle, &count, first) != NvmlFunctions.Success)
                return false;
        }

        return Array.Exists(uses[..(int)Math.Min(count, MaxProcesses)], use => use.Process == process);
    }

    /// <summary>Layout of the library.</summary>
    public readonly record struct Utilization(uint Gpu, uint Memory);

    /// <summary>Layout of the library.</summary>
    public readonly record struct MemoryUse(ulong Total, ulong Free, ulong Used);

    /// <summary>Layout of the library.</summary>
    public readonly record struct ProcessUse(uint Process, ulong UsedBytes, uint GpuInstance, uint ComputeInstance);
}
