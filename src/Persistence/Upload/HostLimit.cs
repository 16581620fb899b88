namespace WandbActors.Persistence.Upload;

/// <summary>
/// The requests that all runs of a process may make to one host: 10 a second, evenly spaced, fewer while the server's own limit says so.
/// Answers "how long until mine"; whoever asks must wait that long before it sends. Any thread, a short lock, off the hot path.
/// </summary>
internal sealed class HostLimit(TimeProvider time, double requestsPerSecond = HostLimit.DefaultRequestsPerSecond)
{
    public const double DefaultRequestsPerSecond = 10;

    // W&B's own lower bound is 0.1 requests a second: a server that asks for less would see our runs as crashed.
    private static readonly TimeSpan LongestSpacing = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly TimeSpan _spacing = TimeSpan.FromSeconds(1 / requestsPerSecond);
    private readonly long _start = time.GetTimestamp();

    // All three count from the start.
    private TimeSpan _nextFree;
    private TimeSpan _slowUntil;
    private TimeSpan _slowSpacing;

    /// <summary>Takes the next free place and returns how long it is until then, zero for at once.</summary>
    public TimeSpan Reserve()
    {
        var now = time.GetElapsedTime(_start);
        lock (_lock)
        {
            var mine = _nextFree > now ? _nextFree : now;
            _nextFree = mine + (mine < _slowUntil ? _slowSpacing : _spacing);
            return mine - now;
        }
    }

    /// <summary>Spreads what the server has left over the rest of its window; with nothing left, waits for the window's end.</summary>
    public void Obey(RateLimit said)
    {
        var now = time.GetElapsedTime(_start);
        var spread = said.Reset / Math.Max(said.Remaining, 1);
        lock (_lock)
        {
            _slowUntil = now + said.Reset;
            _slowSpacing = spread < _spacing ? _spacing : spread > LongestSpacing ? LongestSpacing : spread;
            if (said.Remaining < 1 && _nextFree < _slowUntil)
                _nextFree = _slowUntil;
        }
    }
}
