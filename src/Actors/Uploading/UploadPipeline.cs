using System.Threading.Channels;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Reactive.Streams;
using WandbActors.Persistence.Bookmarks;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The stream from the log to the uploader: how far the log goes → its records → what they mean → batches by weight, one at a time on
/// demand. While no batch is asked for, records are merged into the next one up to a request's size; beyond it they stay in the log. Its
/// owner calls it from one thread at a time.
/// </summary>
internal sealed class UploadPipeline : IDisposable
{
    private readonly ChannelWriter<LogGrown> _grown;
    private readonly UniqueKillSwitch _killSwitch;

    private UploadPipeline(ChannelWriter<LogGrown> grown, UniqueKillSwitch killSwitch)
    {
        _grown = grown;
        _killSwitch = killSwitch;
    }

    public static UploadPipeline Run(IUntypedActorContext context, IActorRef uploader, UploadJob job, UploadBookmark bookmark)
    {
        var tail = new LogTail(job, bookmark);
        // Only the newest length counts.
        var grown = Channel.CreateBounded<LogGrown>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

        var killSwitch = ChannelSource.FromReader(grown.Reader)
            .ViaMaterialized(KillSwitches.Single<LogGrown>(), Keep.Right)
            .SelectMany(tail.ReadTo)
            // A batch is what one request can take; the weight of one record may exceed it, and then it goes alone.
            .BatchWeighted(job.Settings.MaxRequestBytes, step => step.Lines.Bytes, step => step, (batch, step) => batch.Merge(step))
            // Summary, config and console are sent as they are now: taken once a batch, however many records changed them.
            .Select(tail.Seal)
            // However the stream ends, nobody reads the log any more by then.
            .WatchTermination((killSwitch, ended) => CloseAfter(ended, tail, killSwitch))
            // No sink with a buffer: it would take batches before they are asked for, of one record each.
            .To(Sink.FromSubscriber(new Subscriber(uploader)))
            .Run(context.Materializer());
        return new UploadPipeline(grown.Writer, killSwitch);
    }

    /// <summary>Lets the stream read up to there.</summary>
    public void Read(LogGrown grown) => _grown.TryWrite(grown);

    public void Dispose() => _killSwitch.Shutdown();

    private static UniqueKillSwitch CloseAfter(Task ended, LogTail tail, UniqueKillSwitch killSwitch)
    {
        ended.ContinueWith(_ => tail.Dispose(), TaskScheduler.Default);
        return killSwitch;
    }

    /// <summary>The stream is there; each request is answered by a batch.</summary>
    public sealed record Started(ISubscription Demand) : INoSerializationVerificationNeeded;

    /// <summary>The stream failed: the log could not be read.</summary>
    public sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded;

    /// <summary>Passes everything on to the uploader. Any thread.</summary>
    private sealed class Subscriber(IActorRef uploader) : ISubscriber<UploadBatch>
    {
        public void OnSubscribe(ISubscription subscription) => uploader.Tell(new Started(subscription));

        public void OnNext(UploadBatch element) => uploader.Tell(element);

        public void OnError(Exception cause) => uploader.Tell(new Failed(cause));

        public void OnComplete() { } // only its owner ends the stream
    }
}
