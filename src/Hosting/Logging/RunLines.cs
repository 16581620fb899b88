namespace WandbActors.Hosting.Logging;

/// <summary>
/// The way of log lines into runs' <c>output.log</c>. What comes before the default run has started is kept for it, so many lines as may be; the others
/// are counted, and a line says so. Never waits. Any thread.
/// </summary>
internal sealed class RunLines(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<(DateTimeOffset Time, string Text, bool IsError)> _held = new();
    private Run? _default;
    private bool _holdsNone;
    private long _dropped;

    /// <param name="run">Whose line it is; <c>null</c> for the default run's.</param>
    /// <param name="text">The line, or several.</param>
    /// <param name="isError">Whether it is shown as an error.</param>
    /// <param name="mayHold">How many lines may be kept until the default run has started.</param>
    public void Write(Run? run, string text, bool isError, int mayHold)
    {
        if ((run ?? Volatile.Read(ref _default)) is { } there || (there = HoldUnlessStarted(text, isError, mayHold)) is not null)
            there.WriteLine(text, isError);
    }

    /// <summary>From here on lines are this run's, those that were kept first.</summary>
    public void LeadTo(Run run)
    {
        lock (_gate)
        {
            if (_dropped > 0)
                run.WriteLine($"{_dropped} more lines were logged before the run had started; the first {_held.Count} follow.", isError: true);
            foreach (var (at, text, isError) in _held)
                run.Session?.Output.WriteLine(text, isError, at);
            _held.Clear();
            _default = run;
        }
    }

    /// <summary>There will be no default run: what is no other run's is nobody's.</summary>
    public void HoldNone()
    {
        lock (_gate)
        {
            _holdsNone = true;
            _held.Clear();
        }
    }

    private Run? HoldUnlessStarted(string text, bool isError, int mayHold)
    {
        lock (_gate)
        {
            if (_holdsNone)
                return null;
            if (_default is null && _held.Count < mayHold)
                _held.Enqueue((time.GetUtcNow(), text, isError));
            else if (_default is null)
                _dropped++;
            return _default;
        }
    }
}
