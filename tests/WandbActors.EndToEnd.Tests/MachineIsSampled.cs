using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class MachineIsSampled : Situation
{
    private const int Stats = 7;

    protected override string Settings => "wandb.monitor { first-sample = 20ms, interval = 50ms }";

    [Fact]
    public async Task The_server_gets_events_under_W_and_Bs_names()
    {
        string[] names = ["cpu", "proc.cpu.threads", "proc.memory.rssMB", "memory_percent", "proc.memory.availableMB", "network.sent", "network.recv", "disk./.usagePercent", "disk./.usageGB"];
        var run = await Program.StartAsync(Backend);
        await SampledAsync(run, names);
        await run.FinishAsync();

        var events = OnServer(run).Events.Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        Assert.All(events, line => Assert.True((bool)line["_wandb"]! && (double)line["_timestamp"]! > 1.7e9 && (double)line["_runtime"]! >= 0));
        Assert.Superset(names.Select(name => $"system.{name}").ToHashSet(), events.SelectMany(line => line.Select(member => member.Key)).ToHashSet());
        Assert.All(events.Select(line => line["system.cpu"]).OfType<JsonNode>(), cpu => Assert.InRange((double)cpu, 0, 101));
    }

    [Fact]
    public async Task Nothing_is_sampled_if_that_is_not_wanted()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { SystemMetrics = false });
        var sampled = await Program.StartAsync();
        await SampledAsync(sampled, times: 3);
        await run.FinishAsync();
        await sampled.FinishAsync();

        Assert.Empty(OnServer(run).Events);
        Assert.DoesNotContain(TrainingProgram.LogOf(run).Records, record => record.Kind == Stats);
    }

    [Fact]
    public async Task A_sample_is_no_row_and_no_loss()
    {
        var run = await Program.StartAsync();
        await SampledAsync(run, times: 2);
        run.Log(("loss", 0.5));

        var receipt = await run.FinishAsync();

        Assert.True(receipt.IsComplete);
        Assert.Equal((1, 1), (receipt.RowsOffered, receipt.RowsInLog));
        Assert.Empty(TrainingProgram.LogOf(run).Complaints);
    }

    [Fact]
    public async Task A_program_tells_the_packages_that_it_was_built_with()
    {
        using var program = new ExitProgram("return");
        await program.SaidAsync("logged");
        await program.EndedAsync();

        Assert.Contains("Akka==", File.ReadAllText(program.PathOf("files/requirements.txt")), StringComparison.Ordinal);
    }

    // Each flush lets all that came before into the log.
    private static async Task SampledAsync(Run run, int times)
    {
        do
            Assert.True(await run.FlushAsync());
        while (TrainingProgram.LogOf(run).Records.Count(record => record.Kind == Stats) < times);
    }

    // On a busy machine a sensor may miss the first samples: they go on without it.
    private static async Task SampledAsync(Run run, string[] names)
    {
        do
            Assert.True(await run.FlushAsync());
        while (names.Except(TrainingProgram.LogOf(run).Records.Where(record => record.Kind == Stats).SelectMany(record => record.Fields).Where(field => field.Number == 3).Select(item => item.Fields[0].Text)).Any());
    }
}
