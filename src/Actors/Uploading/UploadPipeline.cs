using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using Akka.Streams.Dsl;
using Reactive.Streams;
using WandbActors.Persistence.Bookmarks;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The stream from the log to the uploader: how far the log goes → an ask for each batch → its records and what they mean, as much as one
/// request takes, one at a time on demand. While no batch is asked for, records stay in the log. It ends with its uploader, whose children its
/// actors are.
/// </summary>
internal sealed class UploadPipeline
{
    private readonly LogTail _tail;
    private readonly IActorRef _orders;

    private UploadPipeline(LogTail tail, IActorRef orders)
    {
        _tail = tail;
        _orders = orders;
    }

    public static UploadPipeline Run(IUntypedActorContext context, IActorRef uploader, UploadJob job, UploadBookmark bookmark)
    {
        var tail = new LogTail(job, bookmark);
        // That there is a newer order, told through buffers that hold some older ones: the tail has the newest.
        var orders = Source.ActorRef<LogOrder>(1, OverflowStrategy.DropHead)
            .SelectMany(_ => tail.Asks())
            // The log is the buffer: many runs whose turn has not come hold no lines in memory.
            .SelectMany(_ => tail.Read())
            // Summary, config and console are sent as they are now: taken once a batch, however many records changed them.
            .Select(tail.Seal)
            // However the stream ends, nobody reads the log any more by then.
            .WatchTermination((materialized, ended) => CloseAfter(ended, tail, materialized))
            // No sink with a buffer: it would take batches before they are asked for, of one record each.
            .To(Sink.FromSubscriber(new Subscriber(uploader)))
            .Run(context.Materializer());
        return new UploadPipeline(tail, orders);
    }

    /// <summary>Lets the stream read so far.</summary>
    public void Read(LogOrder order)
    {
        _tail.Order(order);
        _orders.Tell(order);
    }

    private static TMaterialized CloseAfter<TMaterialized>(Task ended, LogTail tail, TMaterialized materialized)
    {
        ended.ContinueWith(
            end =>
            {
                _ = end.Exception; // who failed has told the uploader
                tail.Dispose();
            },
            TaskScheduler.Default);
        return materialized;
    }

    /// <summary>The stream is there; each request is answered by a batch.</summary>
    public sealed record Started(ISubscription Demand) : INoSerializationVerificationNeeded;

    /// <summary>The stream failed: the log could not be read. Nobody hears of it when the uploader has gone first.</summary>
    public sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Passes everything on to the uploader. Any thread.</summary>
    private sealed class Subscriber(IActorRef uploader) : ISubscriber<UploadBatch>
    {
        public void OnSubscribe(ISubscription subscription) => uploader.Tell(new Started(subscription));

        public void OnNext(UploadBatch element) => uploader.Tell(element);

        public void OnError(Exception cause) => uploader.Tell(new Failed(cause));

        public void OnComplete() { } // only its owner ends the stream
    }
}
