namespace WandbActors;

/// <summary>
/// Tells which of a program's calls are rows of their own and not parts of one that was counted: a call that commits the open row, or the first
/// one at a higher step. Late calls, which change nothing but their own row, do not count.
/// </summary>
internal struct RowCount()
{
    private long _newestStep = -1;
    private bool _isOpenCounted;

    /// <summary>Takes the next call in; true if it is a row that was not counted before.</summary>
    public bool Take(long? step, bool commit)
    {
        if (step is { } given)
            return TakeStep(given, commit);

        var isNew = commit && !_isOpenCounted;
        if (commit)
            _isOpenCounted = false;
        return isNew;
    }

    private bool TakeStep(long step, bool commit)
    {
        if (step < _newestStep)
            return false;

        var isNew = step > _newestStep;
        _newestStep = step;
        _isOpenCounted = !commit;
        return isNew;
    }
}
