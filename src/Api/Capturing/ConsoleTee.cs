using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WandbActors.Capturing;

/// <summary>
/// Stands before one of the console's writers: everything goes to those who listen and then on to that one, unchanged; so what somebody can
/// have seen of a program that is killed was heard. The console calls it from one thread at a time, since it puts its own lock before every
/// writer; its asynchronous writes come here as others do.
/// </summary>
internal sealed class ConsoleTee : TextWriter
{
    private readonly TextWriter _inner;
    private ImmutableArray<ConsoleListener> _listeners = [];

    public ConsoleTee(TextWriter inner) : base(inner.FormatProvider)
    {
        _inner = inner;
        base.NewLine = inner.NewLine;
    }

    /// <summary>What this stands before.</summary>
    public TextWriter Inner => _inner;

    public override Encoding Encoding => _inner.Encoding;

    [AllowNull]
    public override string NewLine
    {
        get => base.NewLine;
        set => base.NewLine = _inner.NewLine = value;
    }

    public void Add(ConsoleListener listener) => ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));

    /// <summary>Returns whether nobody listens any more.</summary>
    public bool Remove(ConsoleListener listener)
    {
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Remove(listener));
        return _listeners.IsEmpty;
    }

    public override void Write(char value)
    {
        Tell([value]);
        _inner.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        if (index >= 0 && count >= 0 && count <= buffer?.Length - index) // if not, the writer says so
            Tell(buffer.AsSpan(index, count));
        _inner.Write(buffer!, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Tell(buffer);
        _inner.Write(buffer);
    }

    public override void Write(string? value)
    {
        Tell(value);
        _inner.Write(value);
    }

    public override void WriteLine()
    {
        Tell(NewLine);
        _inner.WriteLine();
    }

    // One write, as the program made it.
    public override void WriteLine(string? value)
    {
        if (!_listeners.IsEmpty)
            Tell(value + NewLine);
        _inner.WriteLine(value);
    }

    public override void WriteLine(ReadOnlySpan<char> buffer)
    {
        if (!_listeners.IsEmpty)
            Tell($"{buffer}{NewLine}");
        _inner.WriteLine(buffer);
    }

    public override void Flush() => _inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
    }

    private void Tell(ReadOnlySpan<char> text)
    {
        if (OwnWords.IsSpeaking || text.IsEmpty)
            return;

        foreach (var listener in _listeners)
        {
            try
            {
                listener(text);
            }
            catch (Exception)
            {
                // The program's own output must not fail for a run's sake, not even when memory runs out.
            }
        }
    }
}
