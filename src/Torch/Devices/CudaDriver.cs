using System.Runtime.InteropServices;
using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>
/// The CUDA driver, which is there wherever a CUDA device is: events, for which neither TorchSharp nor libtorch's C ABI has anything. Its calls are
/// safe on any thread; an error is the device's end. It has run against scripted functions only, never against a real driver.
/// </summary>
internal sealed unsafe class CudaDriver
{
    // Part of the driver's interface.
    private const int Success = 0;
    private const int NotReady = 600;
    private const uint DisableTiming = 2;

    private static readonly Lazy<CudaDriver?> OfThisMachine = new(Load);

    private readonly delegate* unmanaged<int*, int, int> _deviceGet;
    private readonly delegate* unmanaged<nint*, int, int> _primaryContextRetain;
    private readonly delegate* unmanaged<nint, int> _contextSetCurrent;
    private readonly delegate* unmanaged<nint*, uint, int> _eventCreate;
    private readonly delegate* unmanaged<nint, nint, int> _eventRecord;
    private readonly delegate* unmanaged<nint, int> _eventQuery;
    private readonly delegate* unmanaged<nint, int> _eventDestroy;
    private readonly delegate* unmanaged<int, nint*, int> _getErrorName; // may be missing

    private CudaDriver(Func<string, nint> find)
    {
        _deviceGet = (delegate* unmanaged<int*, int, int>)find("cuDeviceGet");
        _primaryContextRetain = (delegate* unmanaged<nint*, int, int>)find("cuDevicePrimaryCtxRetain");
        _contextSetCurrent = (delegate* unmanaged<nint, int>)find("cuCtxSetCurrent");
        _eventCreate = (delegate* unmanaged<nint*, uint, int>)find("cuEventCreate");
        _eventRecord = (delegate* unmanaged<nint, nint, int>)find("cuEventRecord");
        _eventQuery = (delegate* unmanaged<nint, int>)find("cuEventQuery");
        _eventDestroy = (delegate* unmanaged<nint, int>)find("cuEventDestroy_v2");
        _getErrorName = (delegate* unmanaged<int, nint*, int>)find("cuGetErrorName");
    }

    /// <summary>This machine's driver; <c>null</c> where there is none.</summary>
    public static CudaDriver? Loaded => OfThisMachine.Value;

    private bool IsComplete => _deviceGet != null && _primaryContextRetain != null && _contextSetCurrent != null && _eventCreate != null
        && _eventRecord != null && _eventQuery != null && _eventDestroy != null;

    /// <summary>A driver of the functions that are found by their names; <c>null</c> when one is missing (0) or the driver does not start.</summary>
    public static CudaDriver? TryBind(Func<string, nint> find)
    {
        var initialize = (delegate* unmanaged<uint, int>)find("cuInit");
        var driver = new CudaDriver(find);
        return initialize != null && driver.IsComplete && initialize(0) == Success ? driver : null;
    }

    /// <summary>The context of the device that all libraries of the process share, libtorch among them. It is never let go.</summary>
    /// <exception cref="DeviceException">The driver refuses.</exception>
    public nint RetainContext(int index)
    {
        int device;
        nint context;
        Check(_deviceGet(&device, index), "cuDeviceGet");
        Check(_primaryContextRetain(&context, device), "cuDevicePrimaryCtxRetain");
        return context;
    }

    /// <summary>Makes a device's context the calling thread's: events are made and recorded in it.</summary>
    /// <exception cref="DeviceException">The driver refuses.</exception>
    public void Enter(nint context) => Check(_contextSetCurrent(context), "cuCtxSetCurrent");

    /// <exception cref="DeviceException">The driver refuses.</exception>
    public nint CreateEvent()
    {
        nint made;
        Check(_eventCreate(&made, DisableTiming), "cuEventCreate");
        return made;
    }

    /// <summary>Sets an event behind all that was queued on the stream; 0 is the default one, libtorch's own.</summary>
    /// <exception cref="DeviceException">The driver refuses.</exception>
    public void Record(nint recorded, nint stream) => Check(_eventRecord(recorded, stream), "cuEventRecord");

    /// <exception cref="DeviceException">The device has failed, or the driver has shut down.</exception>
    public bool IsPassed(nint recorded)
    {
        var answer = _eventQuery(recorded);
        if (answer == NotReady)
            return false;

        Check(answer, "cuEventQuery");
        return true;
    }

    /// <summary>Never fails: there is nothing to be done about it.</summary>
    public void Destroy(nint made) => _ = _eventDestroy(made);

    private static CudaDriver? Load()
    {
        var isThere = NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var library);
        return isThere ? TryBind(name => NativeLibrary.TryGetExport(library, name, out var address) ? address : 0) : null;
    }

    private void Check(int answer, string call)
    {
        if (answer != Success)
            throw new DeviceException($"{call}: {NameOf(answer) ?? "CUDA error"} {answer}");
    }

    private string? NameOf(int error)
    {
        nint name;
        return _getErrorName != null && _getErrorName(error, &name) == Success ? Marshal.PtrToStringUTF8(name) : null;
    }
}
