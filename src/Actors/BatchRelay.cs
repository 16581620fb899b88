using Akka.Actor;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Writing;
using static WandbActors.Actors.Assembling.BufferProtocol;
using static WandbActors.Actors.Writing.FileWriterProtocol;

namespace WandbActors.Actors;

/// <summary>
/// Passes batches from BufferActor to FileWriterActor: one is made while at most one other is appended. When either of them fails, what
/// it knew is in the ring, and a new one starts from the newest release mark. Owned by the run's actor, whose children they are.
/// </summary>
internal sealed class BatchRelay
{
    private readonly RunSession _session;
    private readonly FlushQueue _flushes;
    private readonly DiskWatch _disk;
    private readonly IUntypedActorContext _context;
    private IActorRef _writer;
    private IActorRef _buffer;
    private AssembledBatch? _ready;
    private bool _isAssembling;
    private bool _isWriting;
    private bool _isWritingEnd;
    private bool _isBufferLeaving;

    public BatchRelay(RunSession session, FlushQueue flushes, DiskWatch disk, IUntypedActorContext context)
    {
        _session = session;
        _flushes = flushes;
        _disk = disk;
        _context = context;
        IsLogComplete = session.Ending.IsLogComplete;
        _writer = CreateWriter();
        _buffer = CreateBuffer();
    }

    /// <summary>Whether everything that was made is in the log.</summary>
    public bool IsEmpty => !_isWriting && _ready is null;

    /// <summary>Whether the log has its end.</summary>
    public bool IsLogComplete { get; private set; }

    // The log ends only behind everything: while the ring takes more, that may still come.
    private int? ExitCode => _session.Buffer.IsClosed ? _session.Ending.ExitCode : null;

    /// <summary>Asks for a batch, unless one is being made or waits already.</summary>
    public void Assemble()
    {
        if (_isAssembling || _ready is not null || _isWritingEnd || IsLogComplete || _buffer.IsNobody())
            return;

        _isAssembling = true;
        _buffer.Tell(ExitCode is { } exitCode ? new AssembleEnd(exitCode, _flushes.Wanted) : new AssembleBatch(_flushes.Wanted));
    }

    public void Take(AssembledBatch batch)
    {
        if (!IsOfBuffer)
        {
            batch.Dispose();
            return;
        }

        _isAssembling = false;
        if (_isWriting)
            _ready = batch;
        else
            Write(batch);
    }

    /// <summary>The buffer found nothing. False when it is one whose answers do not count any more.</summary>
    public bool TakeNothing()
    {
        if (!IsOfBuffer)
            return false;

        _isAssembling = false;
        return true;
    }

    /// <summary>The writer has appended a batch.</summary>
    public void Confirm(AssembledBatch batch)
    {
        _isWriting = false;
        IsLogComplete = batch.IsEnd;
        if (_buffer.IsNobody())
            _buffer = CreateBuffer();
        if (_ready is not { } next)
            return;

        _ready = null;
        Write(next);
    }

    public void Sync()
    {
        _disk.Ask();
        _writer.Tell(new SyncLog());
    }

    // Not one that is leaving, nor one of the run's actor before its restart.
    private bool IsOfBuffer => !_isBufferLeaving && _context.Sender.Equals(_buffer);

    // A restart in place would not know which batches are still on their way to the log.
    public bool Owns(IActorRef child) => child.Equals(_buffer) || child.Equals(_writer);

    /// <summary>Replaces one that has gone. Returns whether it was the writer: what it was asked for will not be answered.</summary>
    public bool Replace(IActorRef gone)
    {
        var isWriter = gone.Equals(_writer);
        if (isWriter)
            ReplaceWriter();
        else if (gone.Equals(_buffer))
            ReplaceBuffer();
        return isWriter;
    }

    /// <summary>Gives back what is on its way; the ring has it.</summary>
    public void Drop()
    {
        _ready?.Dispose();
        _ready = null;
    }

    private void Write(AssembledBatch batch)
    {
        _isWriting = true;
        _isWritingEnd = batch.IsEnd;
        _disk.Ask();
        _writer.Tell(new AppendBatch(batch));
        if (batch.IsFull || (ExitCode is not null && !batch.IsEnd))
            Assemble();
    }

    // What the writer had at hand is in the ring, but the buffer is past it: so that starts anew as well, once it has gone.
    private void ReplaceWriter()
    {
        _writer = CreateWriter();
        _disk.Forget();
        _isWriting = false;
        _isWritingEnd = false;
        if (IsLogComplete)
            return;

        _isBufferLeaving = !_buffer.IsNobody();
        if (_isBufferLeaving)
            _context.Stop(_buffer);
        else
            ReplaceBuffer();
    }

    private void ReplaceBuffer()
    {
        Drop();
        _isAssembling = false;
        _isBufferLeaving = false;

        // What the writer has at hand will still move the release mark that the new one starts from.
        _buffer = _isWriting ? ActorRefs.Nobody : CreateBuffer();
    }

    private IActorRef CreateBuffer() => _context.Watch(_context.ActorOf(BufferActor.PropsFor(_session), "buffer"));

    private IActorRef CreateWriter() => _context.Watch(_context.ActorOf(FileWriterActor.PropsFor(_session), "file-writer"));
}
