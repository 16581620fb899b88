using System.Buffers;
using Google.Protobuf;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Printing;
using WandbActors.Actors.Producing;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Staging;
using WandbActors.Actors.Subscribing;
using WandbActors.Actors.Uploading;
using WandbActors.Actors.Writing;
using WandbActors.Persistence;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors;

/// <summary>
/// What one run consists of: its identity, its directory, its ring and where it is sent. Made once at the start, shared by the run's
/// actors and the program; outlives any actor's restart. Everything in it may be used from any thread.
/// </summary>
internal sealed class RunSession
{
    private readonly CancellationTokenSource _stopRequested = new();
    private readonly UsedFeatures _features = new();
    private readonly TaskCompletionSource<RunStatus> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _hasSaidRefusal;

    public RunSession()
    {
        Attributes = new RunAttributes(Append, NoteCut);
        Output = new RunOutput(this);
    }

    public required RunId Id { get; init; }

    /// <summary>The project that the run was started in, as its run record says.</summary>
    public string Project { get; init; } = "";

    /// <summary>The entity of the run record; empty for the server's default.</summary>
    public string Entity { get; init; } = "";

    /// <summary>The log's own identity, kept in its header record: the bookmark belongs to it.</summary>
    public required Guid LogGuid { get; init; }

    public required RunDirectory Directory { get; init; }

    public required RowBuffer Buffer { get; init => Ledger = new RunLedger(field = value, Pending); }

    /// <summary>The part of the ring that waits for the log, from 0 to 1.</summary>
    public double BufferFill => (double)Buffer.UsedBytes / Buffer.RingBytes;

    /// <summary>Where the run's rows are.</summary>
    public RunLedger Ledger { get; private init; } = null!;

    public required RunClock Clock { get; init; }

    public required WandbSettings Settings { get; init; }

    public required TimeProvider Time { get; init => Ending = new RunEnding(field = value); }

    /// <summary>What people see of the run and may change.</summary>
    public RunAttributes Attributes { get; }

    /// <summary>The run in the server's words, once it is registered there.</summary>
    public RunRegistered? Registered { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>Who is told what happens to the run.</summary>
    public RunAudience Audience { get; } = new();

    /// <summary>Which rows of others' the run has.</summary>
    public ProducerBook Producers => field ??= new ProducerBook(Settings.Messages.Producers);

    /// <summary>What the log's end has to wait for.</summary>
    public PendingWork Pending { get; } = new();

    /// <summary>What has become of the run's artifacts on the server.</summary>
    public ArtifactOutcomes ArtifactOutcomes { get; } = new();

    /// <summary>How the run is to end.</summary>
    public RunEnding Ending { get; private init; } = null!;

    /// <summary>The first step that a row without a step takes.</summary>
    public long StartingStep { get; init; }

    /// <summary>Where the log is written.</summary>
    public LogDisk Disk { get; init; } = LogDisk.Real;

    /// <summary>Where the run is sent; <c>null</c> for an offline run.</summary>
    public UploadTarget? Target { get; init; }

    /// <summary>The run's page; <c>null</c> for a run that is not sent, and until the server has said whose it is if nobody else did.</summary>
    public string? Url => Target is null ? null : Entity.Length > 0 ? Target.Address.RunPage(new RunPath(Entity, Project, Id.Value)) : Registered?.Url;

    /// <summary>How far the log may be read: no byte before this offset will ever change. Any thread reads.</summary>
    public long ReleasedOffset { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>The right to write and send the run, given up at its end.</summary>
    public IDisposable? Claim { get; init; }

    /// <summary>What the run's uploader is to do; <c>null</c> for an offline run.</summary>
    public UploadJob? UploadJob => Target is null ? null : new UploadJob(Target, Settings.Upload, Time)
    {
        LogId = LogGuid.ToString("N"),
        RunId = Id.Value,
        Project = Project,
        RunDirectory = Directory.Path,
        LogPath = Directory.LogPath,
        FilesDirectory = Directory.FilesPath,
        ArtifactOutcomes = ArtifactOutcomes,
        Place = LogPlace.First(Target.Address, new RunRecord { Entity = Entity, Project = Project, RunId = Id.Value }),
    };

    /// <summary>How long finishing waits for the server; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</summary>
    public TimeSpan FinishTimeout { get; init; }

    /// <summary>How long finishing takes at most: the disk has some time even when nobody waits for the server.</summary>
    public TimeSpan FinishBound =>
        FinishTimeout == Timeout.InfiniteTimeSpan || FinishTimeout > Settings.Finish.LogTimeout ? FinishTimeout : Settings.Finish.LogTimeout;

    /// <summary>Where the files of logged values go.</summary>
    public MediaFolder Media => field ??= new MediaFolder
    {
        RunId = Id,
        Project = Project,
        Entity = Entity,
        LogGuid = LogGuid,
        RunDirectory = Directory.Path,
    };

    /// <summary>What the program prints, on its way into the ring.</summary>
    public RunOutput Output { get; }

    /// <summary>What goes on beside the log: started by the run's actor, as its children.</summary>
    public IReadOnlyList<RunCompanion> Companions { get; init; } = [];

    /// <summary>Who is told of the run's troubles, in place of the actor system's log; <c>null</c> for that.</summary>
    public Action<string>? TroubleOutlet { get; init; }

    /// <summary>The last values and sampled points of each metric, for the report at the end.</summary>
    public MetricSampler Sampler { get; } = new();

    /// <summary>Cancelled when the server asks the run to stop.</summary>
    public CancellationToken StopRequested => _stopRequested.Token;

    /// <summary>Passes on the server's wish, once: repeating it does nothing and is false. What the program does then is done on a thread of its own.</summary>
    public bool RequestStop()
    {
        if (_stopRequested.IsCancellationRequested)
            return false;

        _ = _stopRequested.CancelAsync();
        return true;
    }

    /// <summary>When the run started.</summary>
    public DateTimeOffset StartedAt => new(Clock.StartTicks, TimeSpan.Zero);

    /// <summary>Notes the ring's first mark: nothing is in the log, and the assembler is at its start. A recovery has nothing else to begin from.</summary>
    public void Begin() => Buffer.NoteRelease(new RingMark(0, 0, new StepAssembler(Clock, StartingStep, Sampler).State));

    /// <summary>Says in the run's directory, which was made anew, where the ring is: a recovery looks there.</summary>
    public void NoteBuffer()
    {
        if (Buffer.Path is { } path)
            new RowBufferNote(path, Path.GetFileName(Directory.LogPath)).Write(Directory.Path);
    }

    /// <summary>Hands a record over: it takes its place among the rows. Any thread; what is refused is counted, and said the first time.</summary>
    public AppendOutcome Append(Record record) => Append(record, mayWait: true);

    /// <summary>The same; a full ring is waited for only if that may be.</summary>
    public AppendOutcome Append(Record record, bool mayWait)
    {
        var length = record.CalculateSize();
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        record.WriteTo(bytes.AsSpan(0, length));
        var outcome = Buffer.AppendRecord(bytes.AsSpan(0, length), mayWait);
        ArrayPool<byte>.Shared.Return(bytes);
        SayRefused(outcome);
        return outcome;
    }

    /// <summary>Hands over what is set in the summary, and whose JSON is made later.</summary>
    public void AppendSummary(string name, MetricValue value) => SayRefused(Buffer.AppendSummary([(name, value)]));

    /// <summary>A text stands where a setting was to be: that is counted, and said the first time.</summary>
    public void NoteCut(string name, string marker) => Buffer.Counters.Habits.NoteCut(name, marker);

    /// <summary>Closes the ring once the run is to end and nothing is on its way into it any more: what waits too long is given up.</summary>
    public void CloseIfEnding()
    {
        if (Ending.ExitCode is null || (Pending.IsBusy && !Ending.IsHalfOver))
            return;

        Pending.Abandon();
        Output.Close();
        Buffer.Close();
    }

    /// <summary>Tells the log that the program uses these features, once. Any thread.</summary>
    public void NoteFeatures(Feature used)
    {
        if (_features.Add(used))
            Append(new Record { Telemetry = new TelemetryRecord { Feature = used } });
    }

    /// <summary>Something that the user should know: the run's actor says it. Any thread.</summary>
    public void Say(string remark) => Remarks?.Invoke(remark);

    /// <summary>Where <see cref="Say"/> leads; unset until the run's actor is there.</summary>
    public Action<string>? Remarks { private get; set; }

    /// <summary>Hands a record over that rows come before: it never waits, and is not taken when the ring is half full. Any thread.</summary>
    public void AppendAside(Record record)
    {
        var length = record.CalculateSize();
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        record.WriteTo(bytes.AsSpan(0, length));
        Buffer.AppendAside(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>How the run ended; done when its actors have let go of the ring.</summary>
    public Task<RunStatus> Ended => _ended.Task;

    // What comes after the end is no record's fault.
    private void SayRefused(AppendOutcome outcome)
    {
        if (outcome is AppendOutcome.Accepted or AppendOutcome.RefusedClosed || Interlocked.Exchange(ref _hasSaidRefusal, 1) == 1)
            return;

        Say($"A setting, or another record beside the rows, was refused: {RunIntake.Describe(outcome)}. The receipt counts such records as missing values.");
    }

    /// <summary>Gives the ring back; none of the run's actors may be left. Unless the log has its end, the ring stays as a file, for recovery.</summary>
    public void End(RunStatus status)
    {
        Output.Close();
        Ledger.Close(Ending.IsLogComplete ? Buffer.Delete : Buffer.Dispose);
        Claim?.Dispose();
        ArtifactOutcomes.Close();
        _ended.TrySetResult(status);
    }
}
