using System.Text;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.EndToEnd.Tests;

public sealed class ArtifactsAreLogged : Situation
{
    [Fact]
    public async Task The_server_has_a_version_for_each_change()
    {
        var run = await Program.StartAsync(Backend);
        var file = Program.Directory.Write("model.bin", "first");
        var model = new Artifact("model", "model").AddFile(file);

        var first = await run.LogArtifact(model, ["best"]).WaitAsync();
        var same = await run.LogArtifact(model).WaitAsync();
        await File.WriteAllTextAsync(file, "second");
        var second = await run.LogArtifact(model).WaitAsync();
        var receipt = await run.FinishAsync();

        Assert.Equal((0, 0, 1), (first!.Version, same!.Version, second!.Version));
        Assert.Equal(["first", "second"], Backend.Artifacts.Select(artifact => Encoding.UTF8.GetString(artifact.Files["model.bin"])));
        Assert.Equal(["latest", "best"], Backend.Artifacts[0].Aliases);
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_file_that_is_changed_meanwhile_is_what_it_was_at_the_call_or_not_there()
    {
        var run = await Program.StartAsync(Backend);
        var file = Program.Directory["model.bin"];
        var staged = new List<Task<bool>>();
        for (var number = 0; number < 20; number++)
        {
            await File.WriteAllTextAsync(file, $"{number}");
            staged.Add(run.LogArtifact(file, $"model-{number}").WaitUntilStagedAsync());
            await File.WriteAllTextAsync(file, "something else");
        }

        var areStaged = await Task.WhenAll(staged);
        await run.FinishAsync();

        Assert.Equal(
            Enumerable.Range(0, 20).Where(number => areStaged[number]).Select(number => $"{number}"),
            Backend.Artifacts.OrderBy(artifact => int.Parse(artifact.Name[6..])).Select(artifact => Encoding.UTF8.GetString(artifact.Files["model.bin"])));
        Assert.Equal(areStaged.Count(isStaged => !isStaged), (await Program.WarningsAsync()).Count(warning => warning.Contains("was changed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_end_of_the_run_waits_for_what_is_being_copied_and_sent()
    {
        var run = await Program.StartAsync(Backend);
        for (var number = 0; number < 20; number++)
            run.LogArtifact(new Artifact($"part-{number}", "data").AddBytes("bytes", new byte[1 << 20]));
        run.Log(("loss", 1));

        var receipt = await run.FinishAsync();

        Assert.True(receipt.IsComplete);
        Assert.Equal(20, Backend.Artifacts.Count(artifact => artifact.IsCommitted));
    }

    [Fact]
    public async Task Logged_offline_and_sent_later_it_is_what_was_logged_wherever_the_run_has_gone()
    {
        var run = await Program.StartAsync();
        var file = Program.Directory.Write("data/a/1.txt", "one");
        var staged = run.LogArtifact(new Artifact("data", "dataset").AddDirectory(Program.Directory["data"], "all").AddText("note", "text"));
        Assert.True(await staged.WaitUntilStagedAsync());
        await File.WriteAllTextAsync(file, "changed since");
        Assert.Null(await staged.WaitAsync());
        await run.FinishAsync();

        Directory.Move(run.Directory, Program.Directory["moved"]);
        var sent = await Program.SyncAsync(Path.Combine(Program.Directory["moved"], Path.GetFileName(TrainingProgram.LogPathOf(run))), Backend);

        Assert.True(sent.IsWhole);
        var artifact = Assert.Single(Backend.Artifacts);
        Assert.Equal(["all/a/1.txt=one", "note=text"], artifact.Files.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={Encoding.UTF8.GetString(entry.Value)}"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_table_that_grows_is_on_the_server_piece_by_piece(bool isOnline)
    {
        var run = isOnline ? await Program.StartAsync(Backend) : await Program.StartAsync();
        var table = new Table(["a"], TableLogMode.Incremental);
        for (var i = 0; i < 3; i++)
        {
            table.AddRow(i);
            run.Log(("t", table));
        }

        var receipt = await run.FinishAsync();
        var isWhole = isOnline ? receipt.IsComplete : (await Program.SyncAsync(run, Backend)).IsWhole;

        Assert.True(isWhole);
        Assert.Equal([0, 1, 2], Backend.Artifacts.Select(artifact => artifact.Version));
        Assert.All(Backend.Artifacts, artifact => Assert.Equal(("wandb-run-incremental-table", $"run-{run.Id}-incr-t"), (artifact.Type, artifact.Name)));
        var pieces = Backend.Artifacts.Select(artifact => Encoding.UTF8.GetString(artifact.Files.Single().Value)).ToList();
        Assert.Equal(["[[0]]", "[[1]]", "[[2]]"], pieces.Select(piece => JsonMeaning.Node(piece)["data"]!.ToJsonString()));
    }

    [Fact]
    public async Task The_log_holds_what_the_official_client_writes_for_the_same_calls()
    {
        var run = await Program.StartAsync(new RunOptions { RunId = "artifact", Project = "golden", Entity = "lab", Name = "artifact-name", Mode = RunMode.Offline });
        await File.WriteAllBytesAsync(Program.Directory["model.bin"], File.ReadAllBytes(Directory.EnumerateFiles(Golden.Folder("artifact-files")).Single(path => new FileInfo(path).Length == 16384)));
        var artifact = new Artifact("model", "model") { Metadata = new { acc = 0.9 }, Description = "d" };
        artifact.AddFile(Program.Directory["model.bin"]);
        run.LogArtifact(artifact, ["best"]);
        run.Log(("x", 1));
        await run.FinishAsync();

        var (ours, official) = (ArtifactsIn(TrainingProgram.LogPathOf(run)).Single(), ArtifactsIn(Golden.LogOf("artifact")).Single());

        // What is drawn by chance, and where the file lay.
        (ours.ClientId, ours.SequenceClientId, ours.Manifest.Contents[0].LocalPath) = (official.ClientId, official.SequenceClientId, official.Manifest.Contents[0].LocalPath);
        Assert.Equal(official, ours);
    }

    [Fact]
    public async Task A_file_that_is_gone_before_it_could_be_copied_is_said_and_costs_nothing_else()
    {
        var run = await Program.StartAsync(Backend);
        var file = Program.Directory.Write("model.bin", "weights");
        var model = new Artifact("model", "model").AddFile(file);
        File.Delete(file);

        var isStaged = await run.LogArtifact(model).WaitUntilStagedAsync();
        run.Log(("loss", 1));
        var receipt = await run.FinishAsync();

        Assert.False(isStaged);
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("The artifact model was not logged"));
        Assert.Equal((1, 1, false), (receipt.RowsOnServer, receipt.FilesLost, receipt.IsComplete));
        Assert.StartsWith("1 artifacts and files are missing", Assert.Single(receipt.Losses));
        Assert.Empty(Backend.Artifacts);
    }

    [Fact]
    public async Task What_is_used_is_told_by_name_or_logged_with_its_use()
    {
        var run = await Program.StartAsync(Backend);
        await run.UseArtifact(new Artifact("raw", "dataset").AddText("a", "1")).WaitAsync();

        var used = await run.UseArtifact("raw:v0").WaitAsync();
        var unknown = await run.UseArtifact("nothing").WaitAsync();
        await run.FinishAsync();

        Assert.Equal((Backend.Artifacts[0].Id, 0), (used!.Id, used.Version));
        Assert.Null(unknown);
        Assert.Equal([run.Id], Backend.Artifacts[0].UsedBy);
    }

    [Fact]
    public async Task A_disabled_run_takes_everything_and_keeps_nothing()
    {
        var run = await Program.StartAsync(new RunOptions { Mode = RunMode.Disabled });

        var logged = run.LogArtifact(new Artifact("model", "model").AddText("a", "1"));

        Assert.Null(await logged.WaitAsync());
        Assert.Null(await run.UseArtifact("model:latest").WaitAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a:b:c")]
    [InlineData("ds:")]
    [InlineData("a/b/c/d")]
    [InlineData("a//d")]
    public async Task What_is_no_artifact_is_refused_at_the_call(string? name)
    {
        var run = await Program.StartAsync(new RunOptions { Mode = RunMode.Disabled });

        Assert.Throws<WandbException>(() => run.LogArtifact((Artifact)null!));
        Assert.Contains($"\"{name}\" is no name", Assert.Throws<WandbException>(() => run.UseArtifact(name!)).Message);
    }

    private static List<ArtifactRecord> ArtifactsIn(string log)
    {
        using var reader = TransactionLogReader.Open(log);
        var artifacts = new List<ArtifactRecord>();
        while (reader.Read(out var bytes) == ReadOutcome.Record)
        {
            if (Record.Parser.ParseFrom(bytes.Span).Artifact is { } artifact)
                artifacts.Add(artifact);
        }

        return artifacts;
    }
}
