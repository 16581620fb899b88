using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The run's lines on their way: what waits, the one request in flight, and when the next may go. Owned by the uploader; only
/// <see cref="SendAsync"/> leaves its thread.
/// </summary>
internal sealed class LineSender(UploadJob job, FileStreamClient client, UploadBookmark bookmark)
{
    // Its lines are read within milliseconds, if the log is as long as it is said to be.
    private static readonly TimeSpan BatchPatience = TimeSpan.FromSeconds(1);

    private readonly FileStreamState _state = new(NextOffsets(bookmark), job.Limits);
    // The pipeline cuts a batch before the record that would not fit: one that comes so close has been cut.
    private readonly long _fullBytes = job.Limits.MaxRequestBytes - (job.Limits.MaxRequestBytes / 4);
    private readonly SendPace _pace = new(job.Time, job.Periods);
    private FileStreamPayload? _inFlight;
    private int _retries;
    private long _reserved;
    private TimeSpan? _untilPlace; // from then on

    public bool IsSending => _inFlight is not null;

    public bool HasPending => _state.HasPending;

    /// <summary>Whether the last request was as large as requests get: more is waiting, and need not wait for the pace.</summary>
    public bool WasFull { get; private set; }

    /// <summary>The lines of this log that have been handed out. With nothing pending or in flight the server has them.</summary>
    public LineCounts LinesSent
    {
        get
        {
            var (offsets, bases) = (_state.Offsets, bookmark.Bases!.Value);
            return new LineCounts(offsets.History - bases.History, offsets.Events - bases.Events, 0);
        }
    }

    /// <summary>How long until lines may go by the pace. What waits while a place is kept for a batch goes with that.</summary>
    public TimeSpan UntilRequest => LaterOf(_pace.UntilRequest(), UntilBatch);

    /// <summary>How long until a heartbeat is due. It would wait for a place behind the batch's.</summary>
    public TimeSpan UntilHeartbeat => LaterOf(_pace.UntilHeartbeat(), UntilBatch);

    public void Add(FileStreamRequest request) => _state.Add(request);

    /// <summary>
    /// Takes a place for the next request among those that the host allows, if it is needed; returns how long it is until then. The lines are read when
    /// it has come: what is read before waits in memory, which of a hundred runs is a lot.
    /// </summary>
    public TimeSpan Reserve(bool isNeeded)
    {
        _reserved = job.Time.GetTimestamp();
        _untilPlace = isNeeded ? job.ReservePlace() : null;
        return _untilPlace ?? TimeSpan.Zero;
    }

    /// <summary>Whether the request that goes now has its place, which has come; the next one needs another.</summary>
    public bool TakePlace()
    {
        if (_untilPlace is null || UntilPlace > TimeSpan.Zero)
            return false;

        _untilPlace = null;
        return true;
    }

    /// <summary>Takes what is to be sent now: lines when they may go, else a heartbeat when one is due.</summary>
    public bool TryTake(bool now, out FileStreamPayload payload)
    {
        payload = FileStreamPayload.Heartbeat;
        if (_state.HasPending && UntilPlace == TimeSpan.Zero && (now || _state.IsUrgent || UntilRequest == TimeSpan.Zero))
        {
            WasFull = _state.PendingBytes >= _fullBytes;
            payload = _state.Take()!;
            _pace.RequestSent();
        }
        else if (UntilHeartbeat == TimeSpan.Zero)
        {
            _pace.HeartbeatSent();
        }
        else
        {
            return false;
        }

        _inFlight = payload;
        _retries = -1;
        return true;
    }

    private TimeSpan UntilPlace => Until(_untilPlace);

    // At the latest.
    private TimeSpan UntilBatch => Until(_untilPlace + BatchPatience);

    private static TimeSpan LaterOf(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private TimeSpan Until(TimeSpan? sinceReserved) =>
        sinceReserved - job.Time.GetElapsedTime(_reserved) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    // Console lines carry their numbers; history and events go on behind those that the server has.
    private static FileStreamOffsets NextOffsets(UploadBookmark bookmark)
    {
        var (bases, lines) = (bookmark.Bases!.Value, bookmark.Lines);
        return new FileStreamOffsets(bases.History + lines.History, bases.Events + lines.Events, bases.Console);
    }

    /// <summary>One try; a failed one is made again with the same payload.</summary>
    public Task<CallOutcome<StreamAnswer>> SendAsync(FileStreamPayload payload, CancellationToken cancellation) =>
        UploadTelemetry.TryAsync(job, payload, ++_retries, () => client.SendAsync(payload, cancellation));

    /// <summary>The request in flight was accepted. Returns whether it completed the run.</summary>
    public bool Sent()
    {
        var sent = _inFlight!;
        _inFlight = null;
        _state.Accepted();
        return sent.IsComplete;
    }
}
