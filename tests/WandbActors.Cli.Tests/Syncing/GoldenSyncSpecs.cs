using System.Text;
using System.Text.RegularExpressions;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Cli.Syncing;

/// <summary>Every recorded run, synced, leaves the server with what the official client left it.</summary>
public sealed partial class GoldenSyncSpecs : IDisposable
{
    // Made by whoever syncs; everything else lies in files/ already.
    private static readonly string[] Made = ["config.yaml", "wandb-summary.json", "wandb-metadata.json", "output.log"];

    private readonly TempDirectory _home = new();

    public static IEnumerable<object[]> Cases => Golden.Cases;

    [Theory, MemberData(nameof(Cases))]
    public async Task The_server_has_what_the_official_client_sends(string name)
    {
        var golden = new GoldenServer(name);
        await using var backend = await RecordingBackend.StartAsync();
        var tool = Tool.For(backend, _home);
        var log = Stage(name, golden);

        var exitCode = await tool.RunAsync("sync", log);

        Assert.Equal((0, ""), (exitCode, tool.Error));
        Assert.Empty(backend.Violations);
        Assert.True(File.Exists(log + ".synced"));
        var run = backend.Run("lab", "golden", name);
        AssertLines(golden, run);
        AssertUpserts(golden, run);
        AssertFiles(golden, run);
        AssertArtifacts(name, backend);
    }

    [Theory]
    [InlineData("artifact")]
    [InlineData("table")]
    public async Task Artifacts_whose_files_are_elsewhere_are_named_and_everything_else_is_sent(string name)
    {
        var golden = new GoldenServer(name);
        await using var backend = await RecordingBackend.StartAsync();
        var tool = Tool.For(backend, _home);
        var log = Stage(name, golden);
        Directory.Delete(StagedArtifact.RootOf(Path.GetDirectoryName(log)!), recursive: true);

        await tool.RunAsync("sync", log);

        Assert.Contains($"the artifact {GoldenArtifact.Of(name)[0].Name} was not sent", tool.Output);
        Assert.False(File.Exists(log + ".synced"));
        AssertLines(golden, backend.Run("lab", "golden", name));
        AssertFiles(golden, backend.Run("lab", "golden", name));
        Assert.Empty(backend.Violations);
    }

    public void Dispose() => _home.Dispose();

    private static void AssertLines(GoldenServer golden, RecordedRun run)
    {
        Assert.Equal(golden.Lines("wandb-history.jsonl").Select(JsonMeaning.Of), run.History.Select(JsonMeaning.Of));
        Assert.Equal(JsonMeaning.Of(golden.Text("wandb-summary.json")!), JsonMeaning.Of(run.SummaryLine!));
        Assert.Equal(golden.Lines("output.log").Select(GoldenServer.WithoutTime), run.Console.Select(GoldenServer.WithoutTime));
        Assert.Equal(golden.ExitCode, run.ExitCode);
    }

    private static void AssertUpserts(GoldenServer golden, RecordedRun run)
    {
        Assert.Equal(MeaningOfConfig(golden.LastConfig), MeaningOfConfig((string)run.Variable("config")!));
        foreach (var variable in (string[])["name", "project", "entity", "groupName", "jobType", "displayName", "notes", "host"])
            Assert.Equal((variable, golden.LastSent(variable)), (variable, run.Variable(variable)?.ToString() ?? ""));
        Assert.Equal(JsonMeaning.Of(OrNull(golden.LastSent("tags"))), JsonMeaning.Of(OrNull(run.Variable("tags")?.ToString())));
    }

    private static void AssertFiles(GoldenServer golden, RecordedRun run)
    {
        Assert.Equal(golden.Uploaded.Order(), run.Uploaded.Order());
        Assert.Equal(golden.Uploaded.Order(), run.Files.Keys.Order());
        foreach (var (path, content) in run.Files)
            Assert.Equal(Meaning(path, File.ReadAllBytes(Path.Combine(golden.UploadFolder, path))), Meaning(path, content));
    }

    // The recorder gave a version of its own to each artifact that held what the one before held; a server does not.
    private static void AssertArtifacts(string name, RecordingBackend backend)
    {
        var golden = GoldenArtifact.Of(name).DistinctBy(artifact => artifact.Digest).ToList();

        Assert.Equal(golden.Select(artifact => (artifact.Name, artifact.Type, artifact.Digest)), backend.Artifacts.Select(artifact => (artifact.Name, artifact.Type, artifact.Digest)));
        Assert.All(backend.Artifacts, artifact => Assert.Equal((true, name), (artifact.IsCommitted, artifact.Run)));
        foreach (var (artifact, sent) in golden.Zip(backend.Artifacts))
            Assert.Equal(artifact.FileBytes.Where(file => file.Key != "wandb_manifest.json"), sent.Files.Select(file => KeyValuePair.Create(file.Key, (long)file.Value.Length)));
    }

    private static string OrNull(string? json) => string.IsNullOrEmpty(json) ? "null" : json;

    private static string MeaningOfConfig(string config) => GoldenServer.MeaningOfConfig(WithoutSender(config));

    // Field 12 of the telemetry names the version of what sends.
    private static string WithoutSender(string config) => SenderVersion().Replace(config, "\"12\":\"\"", 1);

    private static string Meaning(string path, byte[] content) => path switch
    {
        "config.yaml" => string.Join('\n', GoldenServer.MeaningOfYaml(WithoutSender(Encoding.UTF8.GetString(content)))),
        "wandb-summary.json" => JsonMeaning.Of(Encoding.UTF8.GetString(content)),
        _ => Convert.ToBase64String(content),
    };

    private string Stage(string name, GoldenServer golden)
    {
        var run = Directory.CreateDirectory(_home[$"offline-run-20260821_101500-{name}"]).FullName;
        var log = Path.Combine(run, $"run-{name}.wandb");
        File.Copy(Golden.LogOf(name), log);
        StageArtifacts(run, log);
        foreach (var source in Directory.EnumerateFiles(golden.UploadFolder, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(golden.UploadFolder, source);
            if (Made.Contains(path))
                continue;

            var copy = Path.Combine(run, "files", path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy);
        }

        return log;
    }

    // The official client had staged them elsewhere on the machine that recorded the log.
    private static void StageArtifacts(string run, string log)
    {
        using var reader = TransactionLogReader.Open(log);
        while (reader.Read(out var bytes) == ReadOutcome.Record)
        {
            if (Record.Parser.ParseFrom(bytes.Span).Artifact is not { } artifact)
                continue;

            var staged = StagedArtifact.Of(run, artifact.ClientId);
            foreach (var entry in artifact.Manifest.Contents)
                staged.Copy(entry.Path, Path.Combine(Golden.Folder("artifact-files"), ArtifactDigests.HexOf(entry.Digest)!));
        }
    }

    [GeneratedRegex(@"""12"": ?""?[\w.-]+""?")]
    private static partial Regex SenderVersion();
}
