using Akka.Streams;
using Akka.Streams.Dsl;

namespace WandbActors;

/// <summary>
/// Replays a run's rows from its log as a stream, without asking a server: for early stopping, alerts, dashboards. The log is read as the stream asks for rows,
/// so its length costs no memory, and nothing of it reaches the training thread. The materialized task says at the end what could not be read.
/// </summary>
public static class WandbSource
{
    // It reads a file, which may take as long as a disk takes.
    private const string Dispatcher = "akka.actor.default-blocking-io-dispatcher";

    /// <summary>
    /// The rows of a run of this process, and those to come, until it ends. A row is there once it has been written to the log: after some 20 ms, unless it is still open or
    /// waits for a deferred value. Any number of replays may go on beside the run.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="fromStep">Rows with a lower step are passed over.</param>
    public static Source<ReplayedRow, Task<ReplayReport>> OfRun(Run run, long fromStep = 0) => Of(ReplayedLog.Of(run), fromStep);

    /// <summary>The rows that a log holds. Of a run that another process is logging, those that are there by now.</summary>
    /// <param name="path">The run's directory, or its <c>.wandb</c> file. When there is none the stream fails with a <see cref="WandbException"/>.</param>
    /// <param name="fromStep">Rows with a lower step are passed over.</param>
    public static Source<ReplayedRow, Task<ReplayReport>> OfDirectory(string path, long fromStep = 0) => Of(ReplayedLog.At(path), fromStep);

    private static Source<ReplayedRow, Task<ReplayReport>> Of(ReplayedLog log, long fromStep) => Source.FromGraph(new ReplayStage(log, fromStep))
        .WithAttributes(Akka.Streams.Attributes.CreateAsyncBoundary().And(ActorAttributes.CreateDispatcher(Dispatcher)));
}
