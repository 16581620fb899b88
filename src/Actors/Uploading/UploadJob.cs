using Akka.Actor;
using WandbActors.Actors.Settings;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// What an uploader is to send, whither, and with which means: the same for a live run and for a later sync. Immutable; shared by the
/// uploader and its children.
/// </summary>
internal sealed class UploadJob
{
    private readonly HostLimit _limit;
    private readonly RetrySchedule _retries;
    private readonly ServerConnection _connection;

    public UploadJob(UploadTarget target, UploadSettings settings, TimeProvider time)
    {
        Target = target;
        Settings = settings;
        Time = time;
        _limit = HostLimits.Of(target.Address, time, settings.RequestsPerSecond);
        _retries = new RetrySchedule(settings.MaxRetries, target.Chance ?? Random.Shared.NextDouble, settings.RetryMin, settings.RetryMax);
        _connection = ConnectionTo(target, settings, time);
        Registration = new RunRegistration(new GraphQLClient(_connection));
        Artifacts = new ArtifactCalls(new GraphQLClient(_connection));
        Files = new FileTransfer(HttpOf(target), time);
    }

    public UploadTarget Target { get; }

    public UploadSettings Settings { get; }

    public TimeProvider Time { get; }

    /// <summary>What the bookmark is kept under.</summary>
    public required string LogId { get; init; }

    /// <summary>What of the run is to be otherwise on the server.</summary>
    public RunRewrite Rewrite { get; init; } = RunRewrite.None;

    /// <summary>The run on the server, of which the log may be sent to several.</summary>
    public LogPlace Place { get; init; } = new("", "");

    /// <summary>What the run is called, for those who watch the upload.</summary>
    public string RunId { get; init; } = "";

    /// <inheritdoc cref="RunId"/>
    public string Project { get; init; } = "";

    /// <summary>The run's directory: the bookmark is kept there.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The transaction log.</summary>
    public required string LogPath { get; init; }

    /// <summary>The run's <c>files/</c>.</summary>
    public required string FilesDirectory { get; init; }

    /// <summary>Whether this is a later sync: the run says so in its telemetry, and a log without an exit gets one.</summary>
    public bool IsSync { get; init; }

    public RunRegistration Registration { get; }

    public ArtifactCalls Artifacts { get; }

    public FileTransfer Files { get; }

    /// <summary>Who is told what has become of artifacts.</summary>
    public ArtifactOutcomes ArtifactOutcomes { get; init; } = new();

    public StagedFileSearch StagedFiles => new(RunDirectory, StagedFileSearch.OfficialStaging);

    public PartSizes PartSizes => new(Settings.MultipartFileBytes, Settings.MultipartPartBytes);

    public FileStreamLimits Limits => new(Settings.MaxRequestBytes, Settings.MaxLineBytes);

    public SendPeriods Periods => SendPeriods.Default with
    {
        Period = Settings.Period,
        EarlyPeriod = Settings.FirstMinutePeriod,
        HeartbeatPeriod = Settings.HeartbeatPeriod,
    };

    /// <summary>The sending of a log that nobody writes any more.</summary>
    public static UploadJob ToSync(
        string logPath, LogIdentity identity, UploadTarget target, UploadSettings settings, TimeProvider time, RunRewrite? rewrite = null)
    {
        var directory = Path.GetDirectoryName(logPath)!;
        var place = LogPlace.Of(logPath, target.Address, (rewrite ?? RunRewrite.None).Of(identity.Run));
        return new UploadJob(target, settings, time)
        {
            LogId = identity.LogId + place.Mark,
            Rewrite = rewrite ?? RunRewrite.None,
            Place = place,
            RunId = identity.Run.RunId,
            Project = identity.Run.Project,
            RunDirectory = directory,
            LogPath = logPath,
            FilesDirectory = Path.Combine(directory, "files"),
            IsSync = true,
        };
    }

    /// <summary>The calls alone, for a question asked before there is a log.</summary>
    public static RunRegistration RegistrationAt(UploadTarget target, UploadSettings settings, TimeProvider time) =>
        new(new GraphQLClient(ConnectionTo(target, settings, time)));

    /// <summary>The server has an artifact whole: what was staged of it has served its purpose, unless the user wants to keep it.</summary>
    public void Forget(ArtifactRecord artifact)
    {
        if (Settings.KeepSentArtifacts || !ArtifactId.IsValid(artifact.ClientId))
            return;

        try
        {
            StagedArtifact.Of(RunDirectory, artifact.ClientId).Delete();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed takes room, and does nothing else.
        }
    }

    public string PathOf(string name) => Path.Combine(FilesDirectory, name);

    public FileStreamClient StreamOf(RunPath run, ServerFeatures features) =>
        new(_connection, run, features.Has(ServerFeatures.FileStreamGzip), Settings.RequestTimeout);

    /// <summary>A call to the server, tried again for as long as <c>wandb.upload.max-retries</c> says: what a run has to tell outlives an outage, whatever it is.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="call">One try.</param>
    /// <param name="hasPlace">Whether <see cref="ReservePlace"/> was waited for: then the first try goes at once.</param>
    public Props Call<T>(string subject, Func<CancellationToken, Task<CallOutcome<T>>> call, bool hasPlace = false) =>
        CallActor<T>.PropsFor(subject, call, _retries, _limit, hasPlace);

    /// <summary>Takes the next place among the host's requests; returns how long it is until then.</summary>
    public TimeSpan ReservePlace() => _limit.Reserve();

    /// <summary>A transfer to a signed URL, which is not one of the host's requests. A URL that has expired meanwhile is refused.</summary>
    public Props Transfer<T>(string subject, Func<CancellationToken, Task<CallOutcome<T>>> transfer) =>
        CallActor<T>.PropsFor(subject, transfer, _retries, limit: null);

    private static HttpClient HttpOf(UploadTarget target) => target.Http ?? ServerHttp.Shared;

    private static ServerConnection ConnectionTo(UploadTarget target, UploadSettings settings, TimeProvider time) => new(
        HttpOf(target), target.Address, target.Credentials, HostLimits.Of(target.Address, time, settings.RequestsPerSecond), time);
}
