using System.Runtime.InteropServices;

namespace WandbActors.Actors.Monitoring.Nvidia;

/// <summary>
/// NVIDIA's management library, which comes with the driver: the machine's GPUs. Where the library or one of its functions is missing,
/// there is nothing to tell, and nothing is said. One thread at a time.
/// </summary>
internal sealed unsafe class Nvml : IDisposable
{
    private readonly NvmlFunctions _functions;

    private Nvml(NvmlFunctions functions) => _functions = functions;

    /// <summary>The driver's newest CUDA version, such as <c>12.2</c>; <c>null</c> when it does not say.</summary>
    public string? CudaVersion
    {
        get
        {
            var function = (delegate* unmanaged[Cdecl]<int*, int>)_functions["nvmlSystemGetCudaDriverVersion_v2"];
            var version = 0;
            return function is not null && function(&version) == NvmlFunctions.Success ? $"{version / 1000}.{version % 1000 / 10}" : null;
        }
    }

    /// <summary>The library of this machine; <c>null</c> if there is none, or no driver that answers it.</summary>
    public static Nvml? Open()
    {
        foreach (var name in LibraryNames())
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return Open(function => NativeLibrary.TryGetExport(library, function, out var address) ? address : 0);
        }

        return null;
    }

    /// <param name="find">The address of a function of the library, or 0.</param>
    public static Nvml? Open(Func<string, nint> find)
    {
        var functions = new NvmlFunctions(find);
        return functions.Call("nvmlInit_v2") ? new Nvml(functions) : null;
    }

    /// <summary>The GPUs in the library's order, which is that of the bus.</summary>
    public IReadOnlyList<NvidiaDevice> Devices()
    {
        var countOf = (delegate* unmanaged[Cdecl]<uint*, int>)_functions["nvmlDeviceGetCount_v2"];
        var handleOf = (delegate* unmanaged[Cdecl]<uint, nint*, int>)_functions["nvmlDeviceGetHandleByIndex_v2"];
        uint count = 0;
        if (countOf is null || handleOf is null || countOf(&count) != NvmlFunctions.Success)
            return [];

        var devices = new List<NvidiaDevice>();
        for (uint index = 0; index < count; index++)
        {
            nint handle = 0;
            if (handleOf(index, &handle) == NvmlFunctions.Success)
                devices.Add(new NvidiaDevice(_functions, handle, (int)index));
        }

        return devices;
    }

    public void Dispose() => _functions.Call("nvmlShutdown");

    // By the full name: the one without a number comes with the developers' packages alone.
    private static string[] LibraryNames() => OperatingSystem.IsWindows()
        ? [Path.Combine(Environment.SystemDirectory, "nvml.dll"), "nvml.dll"]
        : ["libnvidia-ml.so.1"];
}
