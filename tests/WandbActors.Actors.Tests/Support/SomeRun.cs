using Microsoft.Extensions.Time.Testing;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Uploading;
using WandbActors.Actors.Writing;
using WandbActors.Persistence;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Support;

/// <summary>One run's session on virtual time, with a small ring, in a directory of its own that is removed after.</summary>
internal sealed class SomeRun : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    public static readonly WandbSettings Defaults = WandbSettings.From(WandbSettings.Reference);

    private readonly TempDirectory _root = new();
    private StepAssembler? _assembler;
    private TransactionLogWriter? _writer;

    public SomeRun(
        WandbSettings? settings = null,
        RowBufferSettings? ring = null,
        UploadTarget? target = null,
        Action? wake = null,
        string id = "r1",
        TimeProvider? time = null,
        LogDisk? disk = null)
    {
        time ??= new FakeTimeProvider(Noon);
        Assert.True(RunId.TryParse(id, out var runId, out _));
        var guid = Guid.NewGuid();
        var directory = RunDirectory.Create(RunHome.Open(_root.Path), runId, target is null, time);
        Session = new RunSession
        {
            Id = runId,
            LogGuid = guid,
            Directory = directory,
            Buffer = RowBuffer.Create((ring ?? SomeRing.Settings) with { Directory = directory.Path }, guid, directory.LogPath, time, wake ?? (() => { })),
            Clock = new RunClock(time.GetUtcNow().UtcTicks),
            Settings = settings ?? Defaults,
            Time = time,
            Target = target,
            Disk = disk ?? LogDisk.Real,
            FinishTimeout = TimeSpan.FromSeconds(30),
        };
        Session.Begin();
    }

    /// <summary>Its clock, unless it was given another.</summary>
    public FakeTimeProvider Time => (FakeTimeProvider)Session.Time;

    public RunSession Session { get; }

    public RowBuffer Buffer => Session.Buffer;

    public string LogPath => Session.Directory.LogPath;

    /// <summary>The records of the log; a log that W&amp;B's readers would not take fails here.</summary>
    public List<Record> Records
    {
        get
        {
            Assert.Empty(PlainLog.Read(LogPath).Complaints);
            return ReadRecords();
        }
    }

    /// <summary>The log's rows, as texts.</summary>
    public string[] Rows => [.. Records.Where(record => record.History is not null).Select(ReadableRecord.Of)];

    /// <summary>Hands over what every log begins with.</summary>
    public SomeRun Begin()
    {
        Session.Append(new Record { Header = new HeaderRecord(), Info = new RecordInfo { StreamId = Session.LogGuid.ToString("N") } });
        Session.Append(new Record { Run = new RunRecord { RunId = Session.Id.Value, Entity = "lab", Project = "golden", Config = new ConfigRecord() } });
        return this;
    }

    public void Log(params (string, MetricValue)[] values) => Append(values, null, commit: true);

    public void Log(bool commit, params (string, MetricValue)[] values) => Append(values, null, commit);

    public void Log(long step, params (string, MetricValue)[] values) => Append(values, step, commit: false);

    public void Log(long step, bool commit, params (string, MetricValue)[] values) => Append(values, step, commit);

    /// <summary>What BufferActor would make of the ring now.</summary>
    public AssembledBatch Assemble(int? exitCode = null)
    {
        _assembler ??= new StepAssembler(Session.Clock, 0, Session.Sampler);
        var records = new EncodedBatch();
        while (Buffer.Reader.TryRead(out var item))
            _assembler.Take(item, records);
        if (exitCode is { } code)
            _assembler.WriteEnd(code, Session.Time.GetUtcNow().UtcTicks, records);
        return new AssembledBatch(records, Buffer.Reader.Position, _assembler.State, _assembler.Counts, IsFull: false, exitCode is not null, Flush: 0);
    }

    /// <summary>Writes what is in the ring into the log, without any actor; returns the log's length.</summary>
    public long WriteLog(int? exitCode = null)
    {
        Buffer.NoteRelease(Append(exitCode));
        return _writer!.Position;
    }

    /// <summary>Likewise, but stops before the ring is told; returns what it would be told.</summary>
    public RingMark Append(int? exitCode = null)
    {
        _writer ??= TransactionLogWriter.Create(LogPath);
        using var batch = Assemble(exitCode);
        Buffer.NoteIntent(new RingMark(batch.RingPosition, _writer.Position, batch.State));
        foreach (var record in batch.Records)
            _writer.Append(record);
        _writer.Flush(toDisk: false);
        return new RingMark(batch.RingPosition, _writer.Position, batch.State);
    }

    public void Dispose()
    {
        _writer?.Dispose();
        Buffer.Delete();
        _root.Dispose();
    }

    private void Append((string, MetricValue)[] values, long? step, bool commit) =>
        Assert.Equal(AppendOutcome.Accepted, Buffer.Append(values, step, commit));

    private List<Record> ReadRecords()
    {
        using var reader = TransactionLogReader.Open(LogPath);
        var records = new List<Record>();
        while (reader.Read(out var bytes) == ReadOutcome.Record)
            records.Add(Record.Parser.ParseFrom(bytes.Span));
        return records;
    }
}
