using System.Text;
using System.Text.Json.Nodes;
using Akka.Actor;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Tests.Simulating;

/// <summary>A whole run in a simulation: ring, RunActor with all its children, log on a real disk, and the simulated server.</summary>
internal sealed class LoggingRun : IDisposable
{
    private readonly SimulatedSystem _simulation;
    private readonly RecordingBackend _backend;
    private readonly SomeRun _run;
    private readonly ITimer _logging;

    public LoggingRun(
        SimulatedSystem simulation, SimulatedNetwork server, TimeSpan every, string id = "r1", Func<UploadSettings, UploadSettings>? change = null)
    {
        _simulation = simulation;
        _backend = server.Backend;
        var upload = SomeRun.Defaults.Upload with { Bookmark = "memory", RestartJitter = 0 };
        var settings = SomeRun.Defaults with
        {
            Buffer = SomeRun.Defaults.Buffer with { ParkAfterEmptyDrains = 1 },
            Upload = change?.Invoke(upload) ?? upload,
        };
        var http = new HttpClient(server, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var target = new UploadTarget(
            ServerAddress.Of(new Uri(_backend.BaseUrl)), new ServerCredentials(_backend.ApiKey), http, simulation.Chance.NextDouble);
        _run = new SomeRun(settings, SomeRing.Settings, target, Wake, id, simulation.Time).Begin();
        Actor = simulation.System.ActorOf(RunActor.PropsFor(_run.Session));
        _logging = simulation.Time.CreateTimer(_ => Log(), null, every, every);
    }

    public IActorRef Actor { get; }

    /// <summary>Rows logged so far; each says its number.</summary>
    public int Rows { get; private set; }

    public RecordedRun OnServer => _backend.Run("lab", "golden", _run.Session.Id.Value);

    /// <summary>The numbers of the rows on the server, in its order.</summary>
    public int[] RowsOnServer => [.. OnServer.History.Select(line => (int)JsonNode.Parse(line)!["row"]!)];

    /// <summary>What is counted where.</summary>
    public Ledger Ledger => Status().Ledger;

    /// <summary>Lets a part of the uploader fail, whatever it is doing; <paramref name="path"/> is below the uploader, with wildcards.</summary>
    public void Kill(string path) => _simulation.System.ActorSelection($"{Actor.Path}/uploader/uploader{path}").Tell(Akka.Actor.Kill.Instance);

    /// <summary>Logs a version of an artifact.</summary>
    public void LogArtifact(string name, string text)
    {
        var draft = new ArtifactDraft { RunId = _run.Session.Id.Value, Project = "golden", Entity = "lab", Name = name, Type = "model" };
        var staged = StagedArtifact.Of(_run.Session.Directory.Path, draft.ClientId).Add("text", Encoding.UTF8.GetBytes(text));
        _run.Session.Append(new Record { Artifact = draft.ToRecord([staged]) });
    }

    /// <summary>Saves a file, which is sent at once.</summary>
    public void Save(string name)
    {
        Directory.CreateDirectory(_run.Session.Directory.FilesPath);
        File.WriteAllText(Path.Combine(_run.Session.Directory.FilesPath, name), name);
        _run.Session.Append(new Record { Files = new FilesRecord { Files = { new FilesItem { Path = name, Policy = FilesItem.Types.PolicyType.Now } } } });
    }

    /// <summary>Raises an alert.</summary>
    public void Alert(string title) => Actor.Tell(new RaiseAlert(title, ""));

    /// <summary>Changes the run's config.</summary>
    public void Configure(string key, int value) =>
        _run.Session.Append(new Record { Config = new ConfigRecord { Update = { new ConfigItem { Key = key, ValueJson = $"{value}" } } } });

    /// <summary>Lets the uploader fail, as an unreadable log does.</summary>
    public void BreakUploader() =>
        _simulation.System.ActorSelection(Actor.Path / "uploader" / "uploader").Tell(new UploadPipeline.Failed(new IOException("as the test wants it")));

    /// <summary>How the run stands now.</summary>
    public RunStatus Status()
    {
        var status = Actor.Ask<RunStatus>(new GetRunStatus());
        _simulation.RunUntil(() => status.IsCompleted, TimeSpan.FromSeconds(1));
        return status.Result;
    }

    /// <summary>Logs nothing more, and lets time pass until the run has ended.</summary>
    public RunStatus Finish()
    {
        _logging.Dispose();
        Actor.Tell(new FinishRun(0));
        Assert.True(_simulation.RunUntil(() => _run.Session.Ended.IsCompleted, TimeSpan.FromMinutes(5)));
        return _run.Session.Ended.Result;
    }

    public void Dispose() => _run.Dispose();

    private void Log() => _run.Log(("row", Rows++));

    private void Wake() => Actor.Tell(DrainRing.Instance, ActorRefs.NoSender);
}
