namespace WandbActors.Hosting.Health;

/// <summary>What is remembered of one run from one health check to the next.</summary>
internal sealed class RunVitals(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _refused;
    private long _onServer;
    private long _advanced = time.GetTimestamp();

    /// <summary>How many rows were refused since the last check; those after the end are the program's own fault.</summary>
    public long TakeRefused(Ledger ledger)
    {
        lock (_gate)
        {
            var before = _refused;
            _refused = ledger.RefusedFull + ledger.RefusedOther;
            return _refused - before;
        }
    }

    /// <summary>How long records have waited by now without one more of them arriving; zero when none waits.</summary>
    public TimeSpan StandsStill(Ledger ledger)
    {
        lock (_gate)
        {
            var onServer = ledger.OnServer + ledger.MarkerLines;
            if (onServer != _onServer || ledger.Waiting == 0)
                (_onServer, _advanced) = (onServer, time.GetTimestamp());
            return time.GetElapsedTime(_advanced);
        }
    }
}
