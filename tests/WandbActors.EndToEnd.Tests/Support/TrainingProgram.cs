using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using WandbActors.Actors;
using WandbActors.Actors.Recovering;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence;
using WandbActors.Persistence.Upload;
using WandbActors.Surroundings;
using WandbActors.Testing;
using static WandbActors.Actors.Uploading.SyncProtocol;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>
/// A program that logs: a directory of its own, an environment in which nothing is set, and an actor system whose waits are short. What
/// the runtime tells people is kept. One at a time: the console belongs to the process.
/// </summary>
internal sealed class TrainingProgram : IAsyncDisposable
{
    public const string Project = "digits";

    private const string ShortWaits =
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.tick-duration = 10ms
        }
        wandb {
          buffer.wait = 60s
          log { retry-min = 20ms, retry-max = 100ms }
          upload {
            first-minute-period = 20ms
            period = 20ms
            retry-min = 20ms
            retry-max = 100ms
            requests-per-second = 1000
            upsert-delay = 50ms
            restart-min = 50ms
            restart-max = 200ms
          }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly SpokenText _spoken = new();
    private readonly IActorRef _warnings;

    /// <param name="settings">HOCON that comes before the short waits.</param>
    public TrainingProgram(string settings = "")
    {
        System = ActorSystem.Create("program", ConfigurationFactory.ParseString(settings).WithFallback(ConfigurationFactory.ParseString(ShortWaits)));
        _warnings = System.ActorOf(Props.Create(() => new RecordingWarnings()));
        System.EventStream.Subscribe(_warnings, typeof(Warning)); // here, so that none comes before it
        System.EventStream.Subscribe(_warnings, typeof(Error));
        _variables["HOME"] = Directory["home"];
    }

    public ActorSystem System { get; }

    public TempDirectory Directory => _directory;

    /// <summary>All that the runtime has written to the console.</summary>
    public string Spoken => _spoken.Text;

    public static string LogPathOf(Run run) => Path.Combine(run.Directory, $"run-{run.Id}.wandb");

    public static PlainLog LogOf(Run run) => PlainLog.Read(LogPathOf(run));

    /// <summary>Sets an environment variable for the runs that start later.</summary>
    public TrainingProgram With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public Task<Run> StartAsync(RunOptions? options = null)
    {
        options ??= new RunOptions();
        options.Project ??= Project;
        options.Directory ??= _directory.Path;
        var surroundings = new ProcessSurroundings(_variables, _directory.Path, _directory["train.dll"], "trainer-0", "someone") { DepsFile = _directory["train.deps.json"] };
        return RunLauncher.LaunchAsync(RunHost.Of(WandbExtension.For(System)), options, surroundings, CancellationToken.None).WaitAsync(Patience);
    }

    public Task<Run> StartAsync(RecordingBackend backend, RunOptions? options = null)
    {
        options ??= new RunOptions();
        options.BaseUrl = backend.BaseUrl;
        options.ApiKey = backend.ApiKey;
        options.Entity = backend.DefaultEntity;
        return StartAsync(options);
    }

    /// <summary>Sends a run's log as the tool does later, in its own right.</summary>
    public Task<LogSent> SyncAsync(Run run, RecordingBackend backend) => SyncAsync(LogPathOf(run), backend);

    /// <inheritdoc cref="SyncAsync(Run, RecordingBackend)"/>
    public async Task<LogSent> SyncAsync(string log, RecordingBackend backend)
    {
        var target = new UploadTarget(ServerAddress.Of(new Uri(backend.BaseUrl)), new ServerCredentials(backend.ApiKey));
        var identity = LogIdentity.Read(log, out _)!;
        var job = UploadJob.ToSync(log, identity, target, WandbExtension.For(System).Settings.Upload, TimeProvider.System);
        var answer = new TaskCompletionSource<LogSent>(TaskCreationOptions.RunContinuationsAsynchronously);
        System.ActorOf(SyncAsker.PropsFor(WandbExtension.For(System).Runs, new SupervisorProtocol.StartSync(job), answer));
        return await answer.Task.WaitAsync(Patience);
    }

    /// <summary>What the runtime has warned of so far.</summary>
    public Task<string[]> WarningsAsync() => _warnings.Ask<string[]>(RecordingWarnings.Tell.Instance, Patience);

    public async ValueTask DisposeAsync()
    {
        await System.Terminate().WaitAsync(Patience);
        _spoken.Dispose();
        DeleteRings();
        _directory.Dispose();
    }

    // Runs that were not to end well leave their row buffers for a recovery, beside no directory of ours.
    private void DeleteRings()
    {
        var home = RunHome.In(_directory.Path);
        foreach (var ring in Path.Exists(home) ? LeftBehindRun.AllIn(home).Select(run => run.RingPath).OfType<string>() : [])
            File.Delete(ring);
    }
}
