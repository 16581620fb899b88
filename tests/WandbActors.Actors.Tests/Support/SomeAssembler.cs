using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using WandbActors.Actors.Assembling;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Tests.Support;

/// <summary>An assembler at the end of a ring: what is logged into the one comes out of the other.</summary>
internal sealed class SomeAssembler : IDisposable
{
    private readonly SomeRing _ring;
    private readonly EncodedBatch _batch = new();
    private readonly MediaFolder? _media;
    private readonly byte[] _firstState;

    public SomeAssembler(RowBufferSettings? settings = null, long startingStep = 0, double earlierSeconds = 0, MediaFolder? media = null)
    {
        _ring = new SomeRing(Time, settings);
        _media = media;
        Assembler = new StepAssembler(new RunClock(Time.GetUtcNow().UtcTicks, earlierSeconds), startingStep, Sampler, media);
        _firstState = Assembler.State;
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 8, 21, 10, 15, 0, TimeSpan.Zero));

    public MetricSampler Sampler { get; } = new();

    public StepAssembler Assembler { get; private set; }

    public RowBuffer Buffer => _ring.Buffer;

    public AssemblerCounts Counts => Assembler.Counts;

    /// <summary>All records so far.</summary>
    public List<Record> Records
    {
        get
        {
            TakeAll();
            var records = new List<Record>();
            foreach (var record in _batch)
                records.Add(Record.Parser.ParseFrom(record));
            return records;
        }
    }

    /// <summary>All records so far, as texts.</summary>
    public string[] Texts => [.. Records.Select(ReadableRecord.Of)];

    public void Log(params (string, MetricValue)[] values) => Append(values, null, commit: true);

    public void Log(long step, params (string, MetricValue)[] values) => Append(values, step, commit: false);

    public void Log(bool commit, params (string, MetricValue)[] values) => Append(values, null, commit);

    public void Log(long step, bool commit, params (string, MetricValue)[] values) => Append(values, step, commit);

    public void Log(Record record) => Assert.Equal(AppendOutcome.Accepted, Buffer.AppendRecord(record.ToByteArray()));

    /// <summary>Logs a row that cannot be read.</summary>
    public void LogPoisoned(long? step, bool commit)
    {
        var position = Buffer.UsedBytes;
        Append([("poison", "text"), ("more", 1)], step, commit);
        RingSurgery.Poison(Buffer, position);
    }

    public void TakeAll()
    {
        while (Buffer.Reader.TryRead(out var item))
            Assembler.Take(item, _batch);
    }

    public void Close()
    {
        TakeAll();
        Assembler.Close(_batch);
    }

    public void CloseOverdue()
    {
        TakeAll();
        Assembler.CloseOverdue(Time.GetUtcNow().UtcTicks, _batch);
    }

    public void WriteSummary()
    {
        TakeAll();
        Assembler.WriteSummary(_batch);
    }

    public void End(int exitCode)
    {
        TakeAll();
        Assembler.WriteEnd(exitCode, Time.GetUtcNow().UtcTicks, _batch);
    }

    /// <summary>Goes on with another assembler, which knows no more than the state of the one before and the log.</summary>
    public void Restore()
    {
        TakeAll();
        Assembler = new StepAssembler(Sampler, Assembler.State, Records, _media);
    }

    /// <summary>Forgets all that was made, and goes back to the beginning of the ring, as after a failure before anything was in the log.</summary>
    public void BeginAnew()
    {
        TakeAll();
        _batch.Clear();
        Buffer.Reader.Seek(0);
        Assembler = new StepAssembler(Sampler, _firstState, [], _media);
    }

    public void Dispose()
    {
        _batch.Dispose();
        _ring.Dispose();
    }

    private void Append((string, MetricValue)[] values, long? step, bool commit) =>
        Assert.Equal(AppendOutcome.Accepted, Buffer.Append(values, step, commit));
}
