namespace WandbActors.TestKit;

/// <summary>The actors that wait for a simulated disk: one run's because a write takes its time, or any because the disk is frozen.</summary>
/// <param name="time">The simulation's.</param>
/// <param name="isFrozen">Whether the disk is frozen for this run; <c>null</c> for an actor that is of no run.</param>
internal sealed class BusyWriters(TimeProvider time, Func<string?, bool> isFrozen) : IMailboxHold
{
    private readonly Dictionary<string, DateTimeOffset> _busyUntil = [];
    private readonly List<(string? Run, Action GoOn)> _frozen = [];
    private readonly HashSet<Action> _busy = [];
    private volatile bool _isOver;

    public bool Holds(string path, Action goOn)
    {
        if (_isOver)
            return false;

        var run = RunOf(path);
        if (isFrozen(run))
            _frozen.Add((run, goOn));
        else if (run is not null && _busyUntil.GetValueOrDefault(run) is var until && until > time.GetUtcNow())
            Wait(until - time.GetUtcNow(), goOn);
        else
            return false;

        return true;
    }

    /// <summary>The run's writer has just begun something that takes so long.</summary>
    public void KeepBusy(string run, TimeSpan span) => _busyUntil[run] = time.GetUtcNow() + span;

    /// <summary>Those go on for which the disk is not frozen any more.</summary>
    public void GoOn()
    {
        var thawed = _frozen.Where(writer => !isFrozen(writer.Run)).ToList();
        _frozen.RemoveAll(writer => thawed.Contains(writer));
        thawed.ForEach(writer => writer.GoOn());
    }

    /// <summary>All go on at once, whatever they wait for, and nobody waits any more: the simulation is over.</summary>
    public void LetGo()
    {
        _isOver = true;
        List<Action> all = [.. _frozen.Select(writer => writer.GoOn), .. _busy];
        _frozen.Clear();
        _busy.Clear();
        all.ForEach(goOn => goOn());
    }

    private void Wait(TimeSpan delay, Action goOn)
    {
        _busy.Add(goOn);
        time.CreateTimer(
            _ =>
            {
                if (_busy.Remove(goOn))
                    goOn();
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
    }

    // /user/wandb/run-ID-GUID/file-writer, with the id escaped: what the parent of all runs calls them.
    private static string? RunOf(string path)
    {
        const string Prefix = "run-";
        const int GuidLength = 33; // with its hyphen
        var name = path.Split('/').FirstOrDefault(part => part.StartsWith(Prefix, StringComparison.Ordinal) && part.Length > Prefix.Length + GuidLength);
        return name is null ? null : Uri.UnescapeDataString(name[Prefix.Length..^GuidLength]);
    }
}
