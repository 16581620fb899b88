using Akka.Actor;
using WandbActors.Actors.Assembling;
using static WandbActors.Actors.Assembling.BufferProtocol;

namespace WandbActors.Actors.Tests.Support;

/// <summary>A BufferActor alone, which the test asks as the run's actor does.</summary>
public abstract class BufferSpecs : ActorSpecs
{
    private protected SomeRun Run { get; } = new();

    protected override void AfterAll()
    {
        base.AfterAll();
        Run.Dispose();
    }

    private protected static string[] Texts(AssembledBatch batch) => [.. Parsed(batch).Select(ReadableRecord.Of)];

    private protected static List<Record> Parsed(AssembledBatch batch)
    {
        var records = new List<Record>();
        foreach (var record in batch.Records)
            records.Add(Record.Parser.ParseFrom(record));
        return records;
    }

    protected IActorRef Started() => Sys.ActorOf(BufferActor.PropsFor(Run.Session));

    private protected async Task<AssembledBatch> Assembled(IActorRef buffer, long flush = 0)
    {
        buffer.Tell(new AssembleBatch(flush), TestActor);
        return (await ExpectMsgAsync<BatchAssembled>()).Batch;
    }

    private protected async Task<NothingBuffered> Nothing(IActorRef buffer, long flush = 0)
    {
        buffer.Tell(new AssembleBatch(flush), TestActor);
        return await ExpectMsgAsync<NothingBuffered>();
    }

    private protected async Task<TAnswer> Ended<TAnswer>(IActorRef buffer, long flush = 0)
    {
        buffer.Tell(new AssembleEnd(3, flush), TestActor);
        return await ExpectMsgAsync<TAnswer>();
    }
}
