using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Resolution;

namespace WandbActors;

/// <summary>
/// One run: what a training program logs into. Made by <see cref="Wandb.InitAsync(RunOptions?, CancellationToken)"/>; any thread may use it. After Init nothing here
/// throws into the training loop and nothing waits beyond a stated bound.
/// </summary>
public sealed partial class Run : IAsyncDisposable, IDisposable
{
    private readonly RunSession? _session;
    private readonly RunAttributes _attributes;
    private readonly RunReporter _reporter;

    internal Run(RunSession? session, IActorRef actor, RunIdentity identity, RunAttributes attributes, RunReporter reporter)
    {
        _session = session;
        _attributes = attributes;
        _reporter = reporter;
        Actor = actor;
        Identity = identity;
        Summary = new RunSummary(session);
        Config = new RunConfig(session, identity.Config);
    }

    /// <summary>The run's id, unique in its project.</summary>
    public string Id => Identity.RunId;

    /// <summary>The project.</summary>
    public string Project => Identity.Project;

    /// <summary>The user or team that the run belongs to: the one asked for, else the server's, once the run is registered there; empty before that.</summary>
    public string Entity => Identity.Entity is { Length: > 0 } entity ? entity : _session?.Registered?.Entity ?? "";

    /// <summary>Whether the run is sent, kept, or neither.</summary>
    public RunMode Mode => Identity.Mode;

    /// <summary>The run's directory: the log, and <c>files/</c>. Empty for a disabled run.</summary>
    public string Directory => _session?.Directory.Path ?? "";

    /// <summary>The run's page in the web interface; <c>null</c> for a run that is not sent, and until the server has said whose it is if nobody else did.</summary>
    public string? Url => _session?.Url;

    /// <summary>The step that the first row without a step takes: 0, or where a resumed run goes on.</summary>
    public long StartingStep => _session?.StartingStep ?? 0;

    /// <summary>Whether the run goes on from an earlier attempt (<see cref="RunOptions.Resume"/>).</summary>
    public bool Resumed => Identity.IsResumed;

    /// <summary>The run's actor: tell it a <see cref="LogRow"/>, ask it for its <see cref="RunStatus"/>.</summary>
    public IActorRef Actor { get; }

    /// <summary>What the run ends with: set a key to hold against the last logged value.</summary>
    public RunSummary Summary { get; }

    /// <summary>The run's parameters; may change while it runs.</summary>
    public RunConfig Config { get; }

    /// <summary>Where the run's rows are at this moment. Any thread; asks no actor, but counts what is in the ring: a matter of microseconds, or some milliseconds when that is full.</summary>
    public Ledger Ledger => _session?.Ledger.Read() ?? new Ledger();

    internal RunIdentity Identity { get; }

    /// <summary>Copies files for the run.</summary>
    internal IActorRef Staging { get; init; } = ActorRefs.Nobody;

    /// <inheritdoc cref="RunHost.ExitCodeOfHost"/>
    internal Func<int>? ExitCodeOfHost { get; init; }

    /// <summary>What is to forget the run once it has ended well; <c>null</c> unless resuming is automatic.</summary>
    internal ResumeMemory? ResumeMemory { get; init; }

    internal RunSession? Session => _session;

    /// <summary>
    /// Waits until everything logged before this call has reached the target, and closes an open row. Returns false when it cannot get
    /// there: the disk or the server refused, or the run has ended.
    /// </summary>
    public async Task<bool> FlushAsync(FlushTarget target = FlushTarget.Disk, CancellationToken cancellation = default)
    {
        if (_session is null)
            return true;

        return await AskAsync<RunFlushed>(_session, new FlushRun(target), cancellation).ConfigureAwait(false) is { Problem: null };
    }

    /// <summary>Where the run's rows are now; after its end, where they were left.</summary>
    public async Task<RunStatus> GetStatusAsync(CancellationToken cancellation = default)
    {
        if (_session is null)
            return new RunStatus(Id, Ledger, UploadState.Offline, null);

        return await AskAsync<RunStatus>(_session, new GetRunStatus(), cancellation).ConfigureAwait(false)
            ?? StatusAtEnd(_session, await _session.Ended.ConfigureAwait(false));
    }

    /// <summary>The run by its id, as a logger's scope shows it.</summary>
    public override string ToString() => $"run {Id}";

    // An actor that has ended answers nobody: then the answer is null.
    private async Task<T?> AskAsync<T>(RunSession session, IRunMessage question, CancellationToken cancellation) where T : class
    {
        if (session.Ended.IsCompleted)
            return null;

        using var pending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answer = Actor.Ask<T>(question, pending.Token);
        await Task.WhenAny(answer, session.Ended).ConfigureAwait(false);
        if (answer.IsCompleted)
            return await answer.ConfigureAwait(false);

        await pending.CancelAsync().ConfigureAwait(false);
        return null;
    }
}
