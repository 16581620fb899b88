namespace WandbActors.Persistence.Upload;

/// <summary>The bytes that one request still has room for. The first line always fits: one that never did would stop the run's uploads.</summary>
internal sealed class RequestBudget(long maxBytes)
{
    private long _taken;
    private bool _hasLine;

    public bool TryTake(int lineBytes)
    {
        if (_hasLine && _taken + lineBytes > maxBytes)
            return false;

        _taken += lineBytes;
        _hasLine = true;
        return true;
    }

    /// <summary>Takes lines if there is room for all of them.</summary>
    public bool TryTakeAll(LineRun lines)
    {
        if (_taken + lines.Bytes > maxBytes)
            return false;

        _taken += lines.Bytes;
        _hasLine = true;
        return true;
    }
}
