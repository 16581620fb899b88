using WandbActors.Harness.Children;

namespace WandbActors.Harness.Kills;

/// <summary>
/// Checks that the calls of a log are each thread's calls from 0 on, in that thread's order, each once. Rows close later than other
/// things that were logged meanwhile: so calls come in groups, and a group holds what was written by itself since the last row (late rows,
/// console lines, samples) and the row behind it.
/// </summary>
internal sealed class CallOrder
{
    private readonly List<CallMark> _group = [];
    private readonly long[] _next = new long[Acknowledgements.Threads];
    private readonly long[] _lastAlone = [.. Enumerable.Repeat(-1L, Acknowledgements.Threads)];
    private readonly HashSet<CallMark> _missing = [];

    /// <summary>Calls that came more than once.</summary>
    public List<CallMark> Doubled { get; } = [];

    /// <summary>Calls that came behind later ones of their thread.</summary>
    public List<CallMark> Misplaced { get; } = [];

    /// <summary>Takes calls that were written at once, whatever row was open.</summary>
    public void TakeAlone(IEnumerable<CallMark> calls)
    {
        foreach (var call in calls)
        {
            if (call.Number < _lastAlone[call.Thread])
                Misplaced.Add(call);
            _lastAlone[call.Thread] = call.Number;
            _group.Add(call);
        }
    }

    /// <summary>
    /// Takes the call of a row that gave its step: a late one, written at once, or one that was open for a while. Nobody can tell when it
    /// has a step above the last row's, since the open row may have a higher one still.
    /// </summary>
    public void TakePerhapsLate(CallMark call) => _group.Add(call);

    /// <summary>Takes the calls of a row that may have been open for a while.</summary>
    public void TakeRow(IEnumerable<CallMark> calls)
    {
        _group.AddRange(calls);
        CloseGroup();
    }

    /// <summary>Ends the log. Returns the calls that returned and are not in it, and those that are and were never made.</summary>
    /// <param name="returned">How many calls of each thread returned; one more may have been on its way.</param>
    public (List<CallMark> Lost, List<CallMark> Invented) End(IReadOnlyList<long> returned)
    {
        CloseGroup();
        List<CallMark> invented = [];
        for (var thread = 0; thread < _next.Length; thread++)
        {
            for (var number = _next[thread]; number < returned[thread]; number++)
                _missing.Add(new CallMark(thread, number));
            for (var number = returned[thread] + 1; number < _next[thread]; number++)
                invented.Add(new CallMark(thread, number));
        }

        return ([.. _missing.Where(call => call.Number < returned[call.Thread])], invented);
    }

    private void CloseGroup()
    {
        _group.Sort((one, other) => one.Number.CompareTo(other.Number));
        foreach (var call in _group)
            Take(call);
        _group.Clear();
    }

    private void Take(CallMark call)
    {
        ref var next = ref _next[call.Thread];
        if (call.Number < next)
        {
            (_missing.Remove(call) ? Misplaced : Doubled).Add(call);
            return;
        }

        for (; next < call.Number; next++)
            _missing.Add(call with { Number = next });
        next++;
    }
}
