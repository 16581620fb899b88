namespace WandbActors.Capturing;

/// <summary>
/// One of the console's two writers, while runs listen to it. The first who listens puts a <see cref="ConsoleTee"/> before it, the last takes that away,
/// unless the program has put up a writer of its own meanwhile: that one is left alone, and may go on writing to a tee to which nobody
/// listens. Any thread.
/// </summary>
internal sealed class CapturedStream(Func<TextWriter> read, Action<TextWriter> replace)
{
    private readonly Lock _gate = new();
    private ConsoleTee? _tee;
    private TextWriter? _guarded; // the tee as the console gives it out

    /// <summary>Listens until the result is disposed of.</summary>
    public IDisposable Listen(ConsoleListener listener)
    {
        lock (_gate)
        {
            var tee = _tee is not null && ReferenceEquals(read(), _guarded) ? _tee : PutUp();
            tee.Add(listener);
            return new Listening(this, tee, listener);
        }
    }

    private ConsoleTee PutUp()
    {
        var tee = new ConsoleTee(read());
        replace(tee);
        _guarded = read();
        return _tee = tee;
    }

    private void Leave(ConsoleTee tee, ConsoleListener listener)
    {
        lock (_gate)
        {
            if (!tee.Remove(listener) || tee != _tee)
                return;

            if (ReferenceEquals(read(), _guarded))
                replace(tee.Inner);
            (_tee, _guarded) = (null, null);
        }
    }

    private sealed class Listening(CapturedStream stream, ConsoleTee tee, ConsoleListener listener) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                stream.Leave(tee, listener);
        }
    }
}
