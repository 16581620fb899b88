using WandbActors.Actors.Writing;

namespace WandbActors.TestKit;

/// <summary>
/// The disk to which the runs of a simulation write their logs. It does what it is told, for one run or for all; rows wait meanwhile in the
/// runs' row buffers, and are written when it works again. Only writing is simulated: the logs are real files, and are read as they are.
/// </summary>
public sealed class SimulatedDisk
{
    private readonly SimulatedSystem _system;
    private readonly Dictionary<string, DiskFault> _faults = [];
    private DiskFault? _faultOfAll;

    internal SimulatedDisk(SimulatedSystem system)
    {
        _system = system;
        Writers = new BusyWriters(system.Time, IsFrozen);
        Logs = new FaultyLogDisk(Meet);
    }

    /// <summary>What becomes of each write that no other fault meets, by the run's id; <c>null</c>, also as an answer, is nothing. A frozen disk is not told here.</summary>
    /// <value><c>null</c> by default: the disk works.</value>
    public Func<string, DiskFault?>? Weather { get; set; }

    /// <summary>How many writes have met a fault.</summary>
    public int FaultCount { get; private set; }

    internal BusyWriters Writers { get; }

    internal LogDisk Logs { get; }

    /// <summary>From now on every write of this run, or of all that have no fault of their own, meets this fault.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="runId">The run; <c>null</c> for all.</param>
    public void Break(DiskFault fault, string? runId = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (runId is null)
            _faultOfAll = fault;
        else
            _faults[runId] = fault;
    }

    /// <summary>The disk works again: for this run, or for all.</summary>
    /// <param name="runId">The run; <c>null</c> for all, also those that had a fault of their own.</param>
    public void Repair(string? runId = null)
    {
        if (runId is null)
        {
            _faultOfAll = null;
            _faults.Clear();
        }
        else
        {
            _faults.Remove(runId);
        }

        Writers.GoOn();
    }

    /// <summary>From now on one write of so many fails: the disk is full, read-only or slow, as the simulation's chance has it.</summary>
    /// <param name="oneIn">One of so many; at least 1.</param>
    public void TurnBad(int oneIn = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oneIn, 1);
        Weather = _ => _system.Chance.Next(oneIn) > 0 ? null : _system.Chance.Next(3) switch
        {
            0 => DiskFault.Full,
            1 => DiskFault.ReadOnly,
            _ => DiskFault.Slow(TimeSpan.FromSeconds(_system.Chance.Next(1, 30))),
        };
    }

    /// <summary>Nothing fails by chance any more, and what was broken is repaired.</summary>
    public void TurnGood()
    {
        Weather = null;
        Repair();
    }

    internal bool IsFrozen(string? runId) => FaultOf(runId) is { IsFrozen: true };

    private DiskFault? FaultOf(string? runId) => runId is not null && _faults.TryGetValue(runId, out var fault) ? fault : _faultOfAll;

    private DiskFault? Meet(string runId)
    {
        var fault = FaultOf(runId) ?? Weather?.Invoke(runId);
        FaultCount += fault is null ? 0 : 1;
        if (fault is { Busy.Ticks: > 0 })
            Writers.KeepBusy(runId, fault.Busy);
        return fault;
    }
}
