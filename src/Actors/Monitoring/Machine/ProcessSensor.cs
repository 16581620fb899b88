namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>
/// The process: <c>cpu</c> (percent, since the last reading, of all processors that it may use), <c>proc.cpu.threads</c>,
/// <c>proc.memory.rssMB</c> and <c>proc.memory.percent</c> (of the memory that it may use).
/// </summary>
internal sealed class ProcessSensor : ISensor
{
    private readonly Func<ProcessGauge?> _measure;
    private readonly Func<MachineMemory?> _memory;
    private readonly double _processors;
    private readonly TimeProvider _time;
    private long _readAt;
    private TimeSpan _cpuTime;

    public ProcessSensor(Func<ProcessGauge?> measure, Func<MachineMemory?> memory, double processors, TimeProvider time)
    {
        _measure = measure;
        _memory = memory;
        _processors = processors;
        _time = time;
        _readAt = time.GetTimestamp();
        _cpuTime = measure()?.CpuTime ?? TimeSpan.Zero;
    }

    public void Read(Reading reading)
    {
        if (_measure() is not { } process)
            return;

        var now = _time.GetTimestamp();
        reading.Add("cpu", (process.CpuTime - _cpuTime) / _time.GetElapsedTime(_readAt, now) / _processors * 100);
        reading.Add("proc.cpu.threads", process.Threads);
        reading.Add("proc.memory.rssMB", (double)process.ResidentBytes / (1 << 20));
        if (_memory() is { Total: > 0 } memory)
            reading.Add("proc.memory.percent", (double)process.ResidentBytes / memory.Total * 100);
        (_readAt, _cpuTime) = (now, process.CpuTime);
    }
}
