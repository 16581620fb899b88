using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Logging;

/// <summary>A thread that makes the same call again and again at its pace, each between two time stamps.</summary>
internal sealed class LoggingThread
{
    private readonly Action<double[]> _call;
    private readonly Pace _pace;
    private readonly Random _random = new(0);
    private readonly double[] _numbers;

    public LoggingThread(LogCall call, Run run, Pace pace) => (_call, _pace, _numbers) = (call.For(run), pace, new double[call.Numbers]);

    /// <summary>Makes some calls; gives back how long they took, and how many bytes each has allocated.</summary>
    public Task<(CallTimes Times, double BytesPerCall)> LogAsync(int count) => OwnThread.RunAsync(() =>
    {
        var times = new CallTimes(count);
        _call(_numbers); // what is remembered of its names is made once
        _pace.Begin();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
            Log(i, times);
        return (times, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)count);
    });

    /// <summary>Makes calls until it is cancelled; gives back how many.</summary>
    public Task<long> LogUntilAsync(CancellationToken end) => OwnThread.RunAsync(() =>
    {
        var calls = 0L;
        for (_pace.Begin(); !end.IsCancellationRequested; calls++)
        {
            _pace.Wait(calls);
            _call(_numbers);
        }

        return calls;
    });

    private void Log(int i, CallTimes times)
    {
        _pace.Wait(i);
        _numbers[i % _numbers.Length] = _random.NextDouble(); // that no two rows are alike
        var began = CallTimes.Begin();
        _call(_numbers);
        times.End(began);
    }
}
