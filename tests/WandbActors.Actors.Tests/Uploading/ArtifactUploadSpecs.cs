using System.Text;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class ArtifactUploadSpecs : ArtifactSpecs
{
    [Fact]
    public async Task An_artifact_is_on_the_server_whole_before_the_run_is_completed()
    {
        Start();
        LogArtifact("model", ["best"], ("weights/a b%?#ü.bin", "weights"), ("readme", ""));
        Grow(exitCode: 0);

        var completed = await AdvanceUntilTold<UploadCompleted>();

        var artifact = Assert.Single(Server.Artifacts);
        Assert.True(artifact.IsCommitted);
        Assert.Equal(("model", "model", "r1", 0), (artifact.Name, artifact.Type, artifact.Run, artifact.Version));
        Assert.Equal(["latest", "best"], artifact.Aliases);
        Assert.Equal(["readme=", "weights/a b%?#ü.bin=weights"], FilesOf(artifact));
        Assert.Contains("\"complete\":true", OnServer.Requests[^1].Text);
        Assert.True(completed.IsWhole);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task What_the_server_has_is_staged_no_longer()
    {
        Start();
        LogArtifact("model", [], ("a", "1"));
        Assert.NotEmpty(Staged());
        Grow(exitCode: 0);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Empty(Staged());
    }

    [Fact]
    public async Task A_changed_artifact_is_a_new_version_of_which_only_the_new_files_are_sent()
    {
        Start();
        LogArtifact("model", [], ("same", "1"), ("changed", "1"));
        LogArtifact("model", [], ("same", "1"), ("changed", "2"));
        LogArtifact("model", [], ("same", "1"), ("changed", "2"));
        Grow(exitCode: 0);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal([0, 1], Server.Artifacts.Select(artifact => artifact.Version));
        Assert.Equal(["changed=1", "same=1"], FilesOf(Server.Artifacts[0]));
        Assert.Equal(["changed=2"], FilesOf(Server.Artifacts[1]));
        Assert.Equal(2, Server.Artifacts[1].Manifest!["contents"]!.AsObject().Count);
        Assert.Empty(Server.Violations);
    }

    [Theory]
    [InlineData("CreateArtifact")]
    [InlineData("CreateArtifactManifest")]
    [InlineData("CreateArtifactFiles")]
    [InlineData(RecordingBackend.Upload)]
    [InlineData("CommitArtifact")]
    public async Task Restarted_in_the_middle_of_it_there_is_one_version_in_the_end(string step)
    {
        HoldBack(step);
        Start();
        LogArtifact("model", [], ("a", "1"), ("b", "2"));
        Grow();
        await AdvanceUntil(_ => Server.Requests.Any(request => request.Kind == step));
        Break();
        Grow(exitCode: 0);
        Answer();

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal(0, Assert.Single(Server.Artifacts).Version);
        Assert.Equal(["a=1", "b=2"], FilesOf(Server.Artifacts[0]));
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task Restarted_after_it_nothing_of_it_is_sent_again()
    {
        Start();
        LogArtifact("model", [], ("a", "1"));
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        await AdvanceUntil(_ => Server.Artifacts.Any(artifact => artifact.IsCommitted));
        await Advance(TimeSpan.FromSeconds(1));
        Break();
        Grow(exitCode: 0);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Single(Server.Requests, request => request.Kind == "CreateArtifact");
    }

    [Fact]
    public async Task A_large_file_goes_in_parts()
    {
        Start(settings => settings with { MultipartFileBytes = 1000, MultipartPartBytes = 300, FileTransfers = 2 });
        var large = string.Concat(Enumerable.Range(0, 250).Select(number => $"{number:0000}"));
        LogArtifact("model", [], ("large", large), ("other", large + "!"), ("small", "1"));
        Grow(exitCode: 0);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal([$"large={large}", $"other={large}!", "small=1"], FilesOf(Assert.Single(Server.Artifacts)));
        Assert.Equal(4 + 4 + 1 + 1, Server.Requests.Count(request => request.Kind == RecordingBackend.Upload && request.Path.StartsWith("/__storage", StringComparison.Ordinal)));
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task A_place_that_has_expired_is_asked_for_once_more()
    {
        Server.Script(RecordingBackend.Upload, Fault.Answer(403));
        Start();
        LogArtifact("model", [], ("a", "1"));
        Grow();

        await AdvanceUntil(_ => Server.Artifacts.Any(artifact => artifact.IsCommitted));

        Assert.Equal(2, Server.Requests.Count(request => request.Kind == "CreateArtifactFiles"));
    }

    [Fact]
    public async Task One_that_is_refused_for_good_costs_itself_and_is_said()
    {
        Server.BreakDown("CommitArtifact", Fault.Answer(400, body: """{"error":"no room"}"""));
        Start();
        LogArtifact("model", [], ("a", "1"));
        GrowByRow(1);
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();
        var completed = await AdvanceUntilTold<UploadCompleted>();

        Assert.Contains("the artifact model was not sent", remark.Text);
        Assert.Contains("no room", remark.Text);
        Assert.False(completed.IsWhole);
        Assert.Equal((1, 0), (OnServer.History.Count, OnServer.ExitCode));
        Assert.NotEmpty(Staged());
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../../secret.txt")]
    [InlineData("secret.txt")]
    public async Task A_log_cannot_make_us_send_what_was_not_staged(string path)
    {
        Start();
        var secret = Path.Combine(Run.Session.Directory.Path, "secret.txt");
        await File.WriteAllTextAsync(secret, "secret");
        LogArtifact("model", [], new ArtifactManifestEntry { Path = "a", Digest = ArtifactDigests.Of("secret"u8), Size = 6, LocalPath = path == "secret.txt" ? secret : path });
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();
        await AdvanceUntilTold<UploadCompleted>();

        Assert.Contains("no place that a log may send files from", remark.Text);
        Assert.Empty(FilesOf(Assert.Single(Server.Artifacts)));
        Assert.False(Server.Artifacts[0].IsCommitted);
    }

    [Theory]
    [InlineData("more than once")]
    [InlineData("what is no JSON")]
    [InlineData("cannot be read")]
    [InlineData("which the server does not know")]
    public async Task A_log_that_makes_no_sense_costs_the_artifact_and_no_restart(string problem)
    {
        Start();
        LogArtifact("model", [], BadEntries(problem));
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();
        await AdvanceUntilTold<UploadCompleted>();

        Assert.Contains(problem, remark.Text);
        Assert.Single(OnServer.Upserts, upsert => upsert["id"] is null);
    }

    private static ArtifactManifestEntry[] BadEntries(string problem)
    {
        var entry = new ArtifactManifestEntry { Path = "a", Digest = "AAAA" };
        switch (problem)
        {
            case "more than once":
                return [entry, entry.Clone()];
            case "what is no JSON":
                entry.Extra.Add(new ExtraItem { Key = "k", ValueJson = "{" });
                break;
            case "cannot be read":
                entry.LocalPath = "/\0";
                break;
            default:
                entry.Ref = "wandb-client-artifact:///";
                break;
        }

        return [entry];
    }

    [Fact]
    public async Task A_staged_file_that_is_not_what_was_logged_is_not_sent()
    {
        Start();
        LogArtifact("model", [], ("a", "what was logged"));
        await File.WriteAllTextAsync(Assert.Single(Staged()), "something else");
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();

        Assert.Contains("is not what was logged as a", remark.Text);
    }

    [Fact]
    public async Task References_have_no_bytes_and_client_ids_become_the_servers()
    {
        Start();
        var first = LogArtifact("data", [], ("a", "1"));
        Grow();
        await AdvanceUntil(_ => Server.Artifacts.Any(artifact => artifact.IsCommitted));
        LogArtifact(
            "model",
            [],
            new ArtifactManifestEntry { Path = "bucket", Digest = "etag", Ref = "s3://bucket/key", Size = 7 },
            new ArtifactManifestEntry { Path = "data", Digest = "AAAA", Ref = $"wandb-client-artifact://{first.ClientId}/a" });
        Grow(exitCode: 0);

        await AdvanceUntilTold<UploadCompleted>();

        var contents = Server.Artifacts[1].Manifest!["contents"]!;
        Assert.Equal("s3://bucket/key", (string)contents["bucket"]!["ref"]!);
        Assert.Equal($"wandb-artifact://{Convert.ToHexStringLower(Encoding.UTF8.GetBytes("art-1"))}/a", (string)contents["data"]!["ref"]!);
        Assert.Empty(Server.Artifacts[1].Files);
        Assert.Empty(Server.Violations);
    }

    private static IEnumerable<string> FilesOf(RecordedArtifact artifact) =>
        artifact.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}={Encoding.UTF8.GetString(file.Value)}");

    // As an unreadable log does.
    private void Break() => Sys.ActorSelection(Uploader.Path / "uploader").Tell(new UploadPipeline.Failed(new IOException("as the test wants it")));
}
