using System.Text;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class FilesAreSaved : Situation
{
    protected override string Settings => "wandb.upload.live-file-period = 20ms";

    [Fact]
    public async Task The_server_has_them_under_their_paths_below_the_base()
    {
        Program.Directory.Write("out/a/1.txt", "one");
        Program.Directory.Write("out/a/b/2.txt", "two");
        Program.Directory.Write("out/a/3.bin", "three");
        var run = await Program.StartAsync(Backend);

        var names = run.Save(Path.Combine(Program.Directory["out"], "**", "*.txt"), Program.Directory["out"], SavePolicy.Now);
        run.Save(Program.Directory["out/a/3.bin"], policy: SavePolicy.End);
        await run.FinishAsync();

        Assert.Equal(["a/1.txt", "a/b/2.txt"], names);
        Assert.Equal(["a/1.txt=one", "a/3.bin=three", "a/b/2.txt=two"], SavedOf(run));
    }

    [Fact]
    public async Task A_live_file_is_sent_again_when_it_has_changed_and_as_it_is_at_the_end()
    {
        var file = Program.Directory.Write("log.txt", "1");
        var run = await Program.StartAsync(Backend);
        run.Save(file, Program.Directory.Path);
        await Backend.AwaitAsync(_ => ContentOf(run) == "1");

        await File.WriteAllTextAsync(file, "1, 2");
        await Backend.AwaitAsync(_ => ContentOf(run) == "1, 2");
        await File.WriteAllTextAsync(file, "1, 2, 3");
        await run.FinishAsync();

        Assert.Equal("1, 2, 3", ContentOf(run));
    }

    [Fact]
    public async Task What_was_saved_now_is_sent_as_it_was()
    {
        var file = Program.Directory.Write("notes.txt", "as it was");
        var run = await Program.StartAsync();
        run.Save(file, Program.Directory.Path, SavePolicy.Now);
        await run.FlushAsync();
        await run.FinishAsync();
        await File.WriteAllTextAsync(file, "changed since");

        await Program.SyncAsync(run, Backend);

        Assert.Equal(["notes.txt=as it was"], SavedOf(run));
    }

    [Theory]
    [InlineData(SavePolicy.Live)]
    [InlineData(SavePolicy.End)]
    public async Task An_offline_run_has_at_its_end_what_the_file_was_then(SavePolicy policy)
    {
        var file = Program.Directory.Write("notes.txt", "first");
        var run = await Program.StartAsync();
        run.Save(file, Program.Directory.Path, policy);
        await run.FlushAsync();
        await File.WriteAllTextAsync(file, "last");
        await run.FinishAsync();
        File.Delete(file);

        var sent = await Program.SyncAsync(run, Backend);

        Assert.True(sent.IsWhole);
        Assert.Equal(["notes.txt=last"], SavedOf(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_is_gone_when_it_is_to_be_sent_at_the_end_is_a_loss(bool isOnline)
    {
        var (gone, kept) = (Program.Directory.Write("gone.txt", "1"), Program.Directory.Write("kept.txt", "2"));
        var run = await (isOnline ? Program.StartAsync(Backend) : Program.StartAsync());
        run.Save(gone, policy: SavePolicy.End);
        run.Save(kept, policy: SavePolicy.End);
        File.Delete(gone);

        var receipt = await run.FinishAsync();

        Assert.Equal((1, false), (receipt.FilesLost, receipt.IsComplete));
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("gone.txt"));
    }

    [Fact]
    public async Task A_pattern_that_matches_nothing_is_said()
    {
        var run = await Program.StartAsync();

        var names = run.Save(Program.Directory["*.nothing"]);
        await run.FinishAsync();

        Assert.Empty(names);
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("*.nothing\" names no file"));
    }

    [Fact]
    public async Task Nothing_outside_the_base_and_no_file_of_the_runs_own_can_be_saved()
    {
        Program.Directory.Write("secret.txt", "secret");
        var own = Program.Directory.Write("base/config.yaml", "lr: 1");
        var run = await Program.StartAsync(Backend);

        var outside = Assert.Throws<WandbException>(() => run.Save(Program.Directory["base/../secret.txt"], Program.Directory["base"]));
        var taken = Assert.Throws<WandbException>(() => run.Save(own, Program.Directory["base"]));
        run.Save(own, Program.Directory.Path);
        await run.FinishAsync();

        Assert.Contains("secret.txt", outside.Message);
        Assert.Contains("config.yaml", taken.Message);
        Assert.Equal(["base/config.yaml=lr: 1"], SavedOf(run));
        Assert.Equal("lr: 1", await File.ReadAllTextAsync(own));
    }

    [Fact]
    public async Task A_list_of_packages_can_be_saved_unless_the_run_has_one()
    {
        var file = Program.Directory.Write("requirements.txt", "numpy==2.0");
        var without = await Program.StartAsync();
        Assert.Equal(["requirements.txt"], without.Save(file, Program.Directory.Path));
        await without.FinishAsync();

        Program.Directory.Write("train.deps.json", """{"libraries":{"akka/1.5.74":{"type":"package"}}}""");
        await using var run = await Program.StartAsync();

        Assert.Contains("requirements.txt", Assert.Throws<WandbException>(() => run.Save(file, Program.Directory.Path)).Message);
        Assert.Equal("numpy==2.0", await File.ReadAllTextAsync(file));
    }

    private IEnumerable<string> SavedOf(Run run) => OnServer(run).Files
        .Where(file => file.Key is not ("config.yaml" or "wandb-summary.json" or "wandb-metadata.json"))
        .OrderBy(file => file.Key, StringComparer.Ordinal)
        .Select(file => $"{file.Key}={Encoding.UTF8.GetString(file.Value)}");

    private string ContentOf(Run run) => OnServer(run).Files.TryGetValue("log.txt", out var content) ? Encoding.UTF8.GetString(content) : "";
}
