using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Actors.Uploading;

namespace WandbActors.TestKit;

/// <summary>
/// A run of a <see cref="Simulation"/>, seen from outside: what its actor can be told, where its rows are, and how parts of it are made to fail. All goes by
/// messages to the run's actor, as it would from an actor of yours.
/// </summary>
public sealed class SimulatedRun
{
    private readonly Simulation _simulation;
    private readonly RunSession _session;
    private readonly LoggedRows _inLog;
    private IActorRef? _actor;

    internal SimulatedRun(Simulation simulation, RunSession session)
    {
        _simulation = simulation;
        _session = session;
        _inLog = new LoggedRows(session.Directory.LogPath);
    }

    /// <summary>The run's id.</summary>
    public string Id => _session.Id.Value;

    /// <summary>The run's directory: real files, until the simulation is disposed of.</summary>
    public string Directory => _session.Directory.Path;

    /// <summary>The run's actor: tell it <see cref="LogRow"/> and all other messages of a run. Nobody once it has ended.</summary>
    public IActorRef Actor => IsFinished ? ActorRefs.Nobody : _actor ??= Find();

    /// <summary>Whether the run has ended, as far as it went. On a frozen disk its actor does not stop until that is repaired, though the end is known and told.</summary>
    public bool IsFinished => HasStopped || _session.Ending.Conclusion is not null;

    /// <summary>Where the rows are.</summary>
    public Ledger Ledger => _session.Ledger.Read();

    /// <summary>How the run is doing; how it ended, if it has.</summary>
    public RunStatus Status => HasStopped ? _session.Ended.Result : _session.Ending.Conclusion ?? _simulation.Ask<RunStatus>(Actor, new GetRunStatus(), $"run {Id} has said how it is doing");

    /// <summary>What the server has of the run.</summary>
    /// <exception cref="WandbAssertionException">Nothing yet.</exception>
    public RecordedRun OnServer => _simulation.Server.Run(Id);

    /// <summary>The rows in the run's log, as far as it has confirmed them.</summary>
    public IReadOnlyList<RecordedRow> RowsInLog => _inLog.Read(Ledger.HistoryRecords);

    /// <summary>Logs a row at the next step.</summary>
    public void Log(params ReadOnlySpan<(string Name, MetricValue Value)> values) => Actor.Tell(new LogRow(values), ActorRefs.NoSender);

    /// <summary>Logs a row at a step.</summary>
    public void Log(long step, params ReadOnlySpan<(string Name, MetricValue Value)> values) =>
        Actor.Tell(new LogRow(values) { Step = step }, ActorRefs.NoSender);

    /// <summary>Lets a part of the run fail when it comes to its next message. It is started anew by the run itself, and nothing may be lost by that.</summary>
    public void Crash(RunPart part = RunPart.Run)
    {
        var children = Actor.Path;
        switch (part)
        {
            case RunPart.Run:
                Actor.Tell(new GetRunStatus(), new ThrowingRef());
                break;
            case RunPart.Buffer:
                Select(children / "buffer").Tell(Kill.Instance);
                break;
            case RunPart.FileWriter:
                Select(children / "file-writer").Tell(Kill.Instance);
                break;
            case RunPart.Uploader:
                Select(children / "uploader" / "uploader").Tell(new UploadPipeline.Failed(new IOException("the simulation lets it fail")));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, null);
        }
    }

    /// <summary>Ends the run and lets time pass until it has ended. What the server does not have within the finish timeout (30 s) stays in the log.</summary>
    /// <param name="exitCode">0 for success.</param>
    /// <param name="atMost">Virtual time in which it must have ended; 10 minutes by default.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="WandbAssertionException">It has not ended in that time.</exception>
    public RunStatus Finish(int exitCode = 0, TimeSpan? atMost = null)
    {
        Actor.Tell(new FinishRun(exitCode), ActorRefs.NoSender);
        _simulation.RunUntil(() => HasStopped || (IsFinished && _simulation.Disk.IsFrozen(Id)), atMost ?? TimeSpan.FromMinutes(10), $"run {Id} has ended");
        return Status;
    }

    private bool HasStopped => _session.Ended.IsCompleted;

    internal SimulatedRun Of(IActorRef actor)
    {
        _actor = actor;
        return this;
    }

    private ActorSelection Select(ActorPath path) => _simulation.System.ActorSelection(path);

    private IActorRef Find() =>
        _simulation.Ask<RunList>(WandbExtension.For(_simulation.System).Runs, new GetRuns(), "the runs have been listed").Runs.FirstOrDefault(run => run.Directory == Directory)?.Actor
            ?? throw new WandbAssertionException($"Run {Id} has no actor yet: let time pass first.");
}
