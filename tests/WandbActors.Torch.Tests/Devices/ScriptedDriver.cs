using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace WandbActors.Tests.Devices;

/// <summary>
/// A CUDA driver made of C# functions, for one device: its events pass when the script says so, and what a real driver refuses is refused. Any
/// number may be in use at once, each with a device index of its own. Streams and the current context belong to the calling thread, as they do there.
/// </summary>
internal sealed unsafe class ScriptedDriver
{
    private const int Success = 0;
    private const int InvalidValue = 1;
    private const int NoDevice = 100;
    private const int InvalidContext = 201;
    private const int InvalidHandle = 400;
    private const int NotReady = 600;
    private const int IllegalAddress = 700;
    private const uint DisableTiming = 2;
    private const int FirstDevice = 7000; // a handle is another number than its index
    private const int FirstContext = 9000;

    private static readonly ConcurrentDictionary<nint, ScriptedDriver> ByContext = new();
    private static readonly ConcurrentDictionary<nint, ScriptedDriver> ByEvent = new();
    private static readonly nint IllegalAddressName = Marshal.StringToCoTaskMemUTF8("CUDA_ERROR_ILLEGAL_ADDRESS"); // for good, as the driver's are
    private static int _lastIndex;
    private static long _lastEvent;

    [ThreadStatic]
    private static nint _context;

    [ThreadStatic]
    private static nint _stream;

    private readonly ConcurrentDictionary<nint, int> _queriesLeft = new();
    private readonly ConcurrentQueue<(int Times, TaskCompletionSource Done)> _waiters = new();
    private int _queries;

    public ScriptedDriver()
    {
        Index = Interlocked.Increment(ref _lastIndex);
        ByContext[ContextOf(Index)] = this;
        Driver = CudaDriver.TryBind(Find)!;
    }

    /// <summary>The functions by their names.</summary>
    public static nint Find(string name) => name switch
    {
        "cuInit" => (nint)(delegate* unmanaged<uint, int>)&Init,
        "cuInit without a device" => (nint)(delegate* unmanaged<uint, int>)&InitWithoutDevice,
        "cuDeviceGet" => (nint)(delegate* unmanaged<int*, int, int>)&DeviceGet,
        "cuDevicePrimaryCtxRetain" => (nint)(delegate* unmanaged<nint*, int, int>)&PrimaryContextRetain,
        "cuCtxSetCurrent" => (nint)(delegate* unmanaged<nint, int>)&ContextSetCurrent,
        "cuEventCreate" => (nint)(delegate* unmanaged<nint*, uint, int>)&EventCreate,
        "cuEventRecord" => (nint)(delegate* unmanaged<nint, nint, int>)&EventRecord,
        "cuEventQuery" => (nint)(delegate* unmanaged<nint, int>)&EventQuery,
        "cuEventDestroy_v2" => (nint)(delegate* unmanaged<nint, int>)&EventDestroy,
        "cuGetErrorName" => (nint)(delegate* unmanaged<int, nint*, int>)&GetErrorName,
        _ => 0,
    };

    /// <summary>libtorch's answer to which stream the calling thread queues on.</summary>
    public static delegate* unmanaged<int, nint*, int> CurrentStream => &GetCurrentStream;

    /// <summary>The calling thread's stream.</summary>
    public static nint Stream
    {
        get => _stream;
        set => _stream = value;
    }

    public int Index { get; }

    public CudaDriver Driver { get; }

    /// <summary>How often an event that was just recorded is not ready yet; <c>int.MaxValue</c>: for as long as this is so.</summary>
    public volatile int QueriesUntilPassed;

    /// <summary>What every query answers; 0: what the events say.</summary>
    public volatile int Failure;

    /// <summary>The streams of the events that were recorded, in their order.</summary>
    public ConcurrentQueue<nint> Recorded { get; } = new();

    /// <summary>Called before a query answers that an event is passed.</summary>
    public Action Passing { get; set; } = static () => { };

    /// <summary>Events that were made and not destroyed.</summary>
    public int Events => ByEvent.Count(pair => pair.Value == this);

    public int Queries => Volatile.Read(ref _queries);

    /// <summary>Waits until events have been asked for so often from now on.</summary>
    public Task QueriedAsync(int times)
    {
        var waiter = (Times: Queries + times, Done: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiters.Enqueue(waiter);
        return waiter.Done.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static nint ContextOf(int index) => FirstContext + index;

    [UnmanagedCallersOnly]
    private static int Init(uint flags) => flags == 0 ? Success : InvalidValue;

    [UnmanagedCallersOnly]
    private static int InitWithoutDevice(uint flags) => NoDevice;

    [UnmanagedCallersOnly]
    private static int DeviceGet(int* device, int ordinal)
    {
        *device = FirstDevice + ordinal;
        return Success;
    }

    [UnmanagedCallersOnly]
    private static int PrimaryContextRetain(nint* context, int device)
    {
        *context = ContextOf(device - FirstDevice);
        return ByContext.ContainsKey(*context) ? Success : InvalidValue;
    }

    [UnmanagedCallersOnly]
    private static int ContextSetCurrent(nint context)
    {
        _context = context;
        return Success;
    }

    [UnmanagedCallersOnly]
    private static int EventCreate(nint* made, uint flags)
    {
        if (flags != DisableTiming || !ByContext.TryGetValue(_context, out var driver))
            return InvalidContext;

        *made = (nint)Interlocked.Increment(ref _lastEvent);
        ByEvent[*made] = driver;
        return Success;
    }

    [UnmanagedCallersOnly]
    private static int EventRecord(nint recorded, nint stream)
    {
        if (!ByEvent.TryGetValue(recorded, out var driver) || ContextOf(driver.Index) != _context)
            return InvalidHandle;

        driver.Recorded.Enqueue(stream);
        driver._queriesLeft[recorded] = driver.QueriesUntilPassed == int.MaxValue ? 0 : driver.QueriesUntilPassed;
        return driver.Failure;
    }

    [UnmanagedCallersOnly]
    private static int EventQuery(nint recorded) => ByEvent.TryGetValue(recorded, out var driver) ? driver.Query(recorded) : InvalidHandle;

    [UnmanagedCallersOnly]
    private static int EventDestroy(nint made) => ByEvent.TryRemove(made, out _) ? Success : InvalidHandle;

    [UnmanagedCallersOnly]
    private static int GetErrorName(int error, nint* name)
    {
        *name = IllegalAddressName;
        return error == IllegalAddress ? Success : InvalidValue;
    }

    [UnmanagedCallersOnly]
    private static int GetCurrentStream(int index, nint* stream)
    {
        *stream = _stream;
        return Success;
    }

    private int Query(nint recorded)
    {
        var queries = Interlocked.Increment(ref _queries);
        foreach (var (times, done) in _waiters)
        {
            if (queries >= times)
                done.TrySetResult();
        }

        if (Failure != Success)
            return Failure;
        if (QueriesUntilPassed == int.MaxValue || _queriesLeft.AddOrUpdate(recorded, 0, static (_, left) => left - 1) >= 0)
            return NotReady;

        Passing();
        return Success;
    }
}
