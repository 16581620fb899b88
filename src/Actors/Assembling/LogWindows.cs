using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>The LogEvery rules of a run: of two that name a metric the later one counts. Owned by the assembler.</summary>
internal sealed class LogWindows(KeyBook keys)
{
    /// <summary>More rules than this are not taken: all of them stand in each mark.</summary>
    public const int MaxRules = 16;

    private const int NotLookedUp = 0, None = -1; // else the place + 1

    private readonly List<LogWindow> _windows = [];
    private int[] _ofKey = [];

    public bool IsEmpty => _windows.Count == 0;

    public IReadOnlyList<LogWindow> All => _windows;

    /// <summary>At most so much does what is open need in a mark slot.</summary>
    public int Bytes
    {
        get
        {
            var bytes = 0;
            foreach (var window in _windows)
                bytes += window.Bytes;
            return bytes;
        }
    }

    /// <summary>Ends the windows whose last row this is, or all of them: their values. Allocates nothing when none ends.</summary>
    public void TakeComplete(long step, long utcTicks, bool all, List<HeldValue> values, MetricTracks tracks)
    {
        foreach (var window in _windows)
        {
            if (window.IsCompleteAt(step, utcTicks) || (all && window.IsOpen))
                window.TakeValues(values, tracks);
        }
    }

    /// <summary>Takes a rule; one of the same metrics replaces the earlier one.</summary>
    public LogWindow? Declare(LogEveryRecord rule)
    {
        Array.Clear(_ofKey);
        if (_windows.Find(window => window.Rule.Metrics.SequenceEqual(rule.Metrics)) is { } known)
        {
            known.Change(rule);
            return known;
        }

        if (_windows.Count == MaxRules)
            return null;

        _windows.Add(new LogWindow(rule, keys));
        return _windows[^1];
    }

    /// <summary>The window that folds this metric, if any.</summary>
    public LogWindow? Of(int key)
    {
        if (_windows.Count == 0)
            return null;
        if (key >= _ofKey.Length)
            Array.Resize(ref _ofKey, Math.Max(key + 1, _ofKey.Length * 2));
        if (_ofKey[key] == NotLookedUp)
            _ofKey[key] = LookUp(keys[key].Encoded.Path);
        return _ofKey[key] == None ? null : _windows[_ofKey[key] - 1];
    }

    private int LookUp(MetricPath path) => _windows.FindLastIndex(window => window.Covers(path)) is var place and >= 0 ? place + 1 : None;
}
