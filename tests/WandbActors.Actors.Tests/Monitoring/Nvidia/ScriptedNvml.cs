using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using WandbActors.Actors.Monitoring.Nvidia;

namespace WandbActors.Actors.Tests.Monitoring.Nvidia;

/// <summary>
/// A driver's library as native code sees it: functions with the shapes of NVIDIA's header, which answer for two GPUs. The first tells everything,
/// the second, an older one without a fan, only some. Of the process, since functions are.
/// </summary>
internal static unsafe class ScriptedNvml
{
    private const int Success = 0;
    private const int NotSupported = 3;

    public static int OpenCount;

    /// <summary>Which process computes on the second GPU.</summary>
    public static uint ProcessOnSecond;

    private static readonly Dictionary<string, nint> Functions = new()
    {
        ["nvmlInit_v2"] = (nint)(delegate* unmanaged[Cdecl]<int>)&Init,
        ["nvmlShutdown"] = (nint)(delegate* unmanaged[Cdecl]<int>)&Shutdown,
        ["nvmlSystemGetCudaDriverVersion_v2"] = (nint)(delegate* unmanaged[Cdecl]<int*, int>)&CudaVersion,
        ["nvmlDeviceGetCount_v2"] = (nint)(delegate* unmanaged[Cdecl]<uint*, int>)&Count,
        ["nvmlDeviceGetHandleByIndex_v2"] = (nint)(delegate* unmanaged[Cdecl]<uint, nint*, int>)&Handle,
        ["nvmlDeviceGetName"] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)&Name,
        ["nvmlDeviceGetUUID"] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)&Uuid,
        ["nvmlDeviceGetNumGpuCores"] = (nint)(delegate* unmanaged[Cdecl]<nint, uint*, int>)&Cores,
        ["nvmlDeviceGetArchitecture"] = (nint)(delegate* unmanaged[Cdecl]<nint, uint*, int>)&Architecture,
        ["nvmlDeviceGetUtilizationRates"] = (nint)(delegate* unmanaged[Cdecl]<nint, uint*, int>)&Utilization,
        ["nvmlDeviceGetMemoryInfo"] = (nint)(delegate* unmanaged[Cdecl]<nint, ulong*, int>)&Memory,
        ["nvmlDeviceGetTemperature"] = (nint)(delegate* unmanaged[Cdecl]<nint, int, uint*, int>)&Temperature,
        ["nvmlDeviceGetPowerUsage"] = (nint)(delegate* unmanaged[Cdecl]<nint, uint*, int>)&Power,
        ["nvmlDeviceGetEnforcedPowerLimit"] = (nint)(delegate* unmanaged[Cdecl]<nint, uint*, int>)&PowerLimit,
        ["nvmlDeviceGetClockInfo"] = (nint)(delegate* unmanaged[Cdecl]<nint, int, uint*, int>)&Clock,
        ["nvmlDeviceGetFanSpeed"] = (nint)(delegate* unmanaged[Cdecl]<nint, uint*, int>)&Fan,
        ["nvmlDeviceGetMemoryErrorCounter"] = (nint)(delegate* unmanaged[Cdecl]<nint, int, int, int, ulong*, int>)&Errors,
        ["nvmlDeviceGetComputeRunningProcesses_v3"] = (nint)(delegate* unmanaged[Cdecl]<nint, uint*, byte*, int>)&Processes,
    };

    /// <summary>The library, as it is or without some of its functions.</summary>
    public static Nvml? Open(params string[] missing) => Nvml.Open(name => missing.Contains(name) ? 0 : Functions.GetValueOrDefault(name));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Init()
    {
        Interlocked.Increment(ref OpenCount);
        return Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Shutdown()
    {
        Interlocked.Decrement(ref OpenCount);
        return Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CudaVersion(int* version) => Give(version, 12040);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Count(uint* count) => Give(count, 2u);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Handle(uint index, nint* handle) => Give(handle, 0x1000 + (nint)index);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Name(nint device, byte* text, uint length) => Give(text, length, IsFirst(device) ? "NVIDIA H100 80GB HBM3" : "Tesla T4");

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Uuid(nint device, byte* text, uint length) => Give(text, length, IsFirst(device) ? "GPU-aaaa1111" : "GPU-bbbb2222");

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Cores(nint device, uint* cores) => Give(cores, IsFirst(device) ? 16896u : 2560u);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Architecture(nint device, uint* number) => Give(number, IsFirst(device) ? 9u : 6u);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Utilization(nint device, uint* rates)
    {
        rates[1] = 40;
        return Give(rates, IsFirst(device) ? 87u : 3u);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Memory(nint device, ulong* memory)
    {
        var total = IsFirst(device) ? 80UL << 30 : 16UL << 30;
        (memory[0], memory[1], memory[2]) = (total, total / 4 * 3, total / 4);
        return Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Temperature(nint device, int sensor, uint* celsius) => Give(celsius, sensor == 0 ? 61u : 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Power(nint device, uint* milliwatts) => Give(milliwatts, IsFirst(device) ? 525_000u : 17_500u);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PowerLimit(nint device, uint* milliwatts) => IsFirst(device) ? Give(milliwatts, 700_000u) : NotSupported;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Clock(nint device, int kind, uint* megahertz) => Give(megahertz, kind == 1 ? 1980u : kind == 2 ? 2619u : 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Fan(nint device, uint* percent) => IsFirst(device) ? Give(percent, 33u) : NotSupported;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Errors(nint device, int kind, int counter, int place, ulong* count) =>
        (IsFirst(device), counter, place) == (true, 1, 2) ? Give(count, kind == 0 ? 5UL : 1UL) : NotSupported;

    // Structures of 24 bytes: the process's number, its memory, and two numbers of slices.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Processes(nint device, uint* count, byte* processes)
    {
        *(uint*)processes = 999_999;
        *(uint*)(processes + 24) = IsFirst(device) ? 0 : ProcessOnSecond;
        return Give(count, 2u);
    }

    private static bool IsFirst(nint device) => device == 0x1000;

    private static int Give<T>(T* place, T value) where T : unmanaged
    {
        *place = value;
        return Success;
    }

    private static int Give(byte* place, uint length, string text)
    {
        var bytes = new Span<byte>(place, (int)length);
        bytes[Encoding.ASCII.GetBytes(text, bytes)] = 0;
        return Success;
    }
}
