using Akka.Actor;
using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Printing.OutputProtocol;

namespace WandbActors.Actors.Printing;

/// <summary>
/// What a run's program prints, on its way into the ring: one record for each write, which from then on survives a kill as rows do. Only of a
/// line that is rewritten more often than the window allows the newest state is held back meanwhile. Never waits and never throws: what the
/// ring has no room for is counted in the ledger. Any thread. Part of the run's session.
/// </summary>
internal sealed class RunOutput(RunSession session)
{
    // At three bytes a character a record stays below the largest item of a ring of the default size, and needs no file of its own.
    private const int MaxPieceLength = 16 << 10;

    private readonly Lock _gate = new();
    private readonly OutputStream _stdout = new(OutputRawRecord.Types.OutputType.Stdout);
    private readonly OutputStream _stderr = new(OutputRawRecord.Types.OutputType.Stderr);
    private IActorRef _timer = ActorRefs.Nobody;
    private HeldRewrite? _held;
    private bool _isClosed;

    /// <summary>Takes one write, as it was made.</summary>
    public void Write(ReadOnlySpan<char> text, bool isError)
    {
        lock (_gate)
        {
            if (!_isClosed)
                Take(isError ? _stderr : _stdout, text);
        }
    }

    /// <summary>Takes a line that did not come from the console, such as a logger's, with the time when it was made. A line that is open on the same stream ends before it.</summary>
    public void WriteLine(ReadOnlySpan<char> line, bool isError, DateTimeOffset? at = null)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;

            var stream = isError ? _stderr : _stdout;
            Release();
            Append(stream, stream.Complete($"{(stream.HasOpenLine ? "\n" : "")}{line}\n"), at);
        }
    }

    /// <summary>Names the actor that is told when something is held, and asks for its release after the window.</summary>
    public void ReleaseBy(IActorRef timer)
    {
        lock (_gate)
        {
            _timer = timer;
            Release();
        }
    }

    /// <summary>Hands over what is held.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (_held is { } held)
                Append(held.Stream, held.Text);
            _held = null;
        }
    }

    /// <summary>Hands over what is held, and takes nothing more.</summary>
    public void Close()
    {
        Release();
        lock (_gate)
            _isClosed = true;
    }

    private void Take(OutputStream stream, ReadOnlySpan<char> write)
    {
        if (stream.Complete(write) is not { Length: > 0 } text)
            return;

        if (LineRewrite.LengthOf(text, stream.IsAtLineStart) is { } length)
        {
            Rewrite(new HeldRewrite(stream, text, length));
            return;
        }

        Release();
        Append(stream, text);
    }

    private void Rewrite(HeldRewrite rewrite)
    {
        var stream = rewrite.Stream;
        if (_held is { } held && !(held.Stream == stream && rewrite.Length >= held.Length))
            Release();

        if (session.Time.GetElapsedTime(stream.RewrittenAt) >= session.Settings.Output.RewriteWindow)
        {
            _held = null;
            stream.RewrittenAt = session.Time.GetTimestamp();
            Append(stream, rewrite.Text);
            return;
        }

        if (_held is null)
            _timer.Tell(RewriteHeld.Instance, ActorRefs.NoSender);
        _held = rewrite;
        stream.Note(rewrite.Text);
    }

    private void Append(OutputStream stream, string text, DateTimeOffset? at = null)
    {
        stream.Note(text);
        var time = Timestamp.FromDateTimeOffset(at ?? session.Time.GetUtcNow());
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + MaxPieceLength, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end--;
            session.AppendAside(new Record { OutputRaw = new OutputRawRecord { OutputType = stream.Type, Timestamp = time, Line = text[start..end] } });
            start = end;
        }
    }

    private sealed record HeldRewrite(OutputStream Stream, string Text, int Length);
}
