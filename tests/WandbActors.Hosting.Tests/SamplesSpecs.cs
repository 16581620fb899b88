using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WandbActors.Hosting.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.Hosting.Tests;

/// <summary>The samples, as whole programs: each ends by itself or by a signal as any host does, and its runs are whole.</summary>
public sealed class SamplesSpecs
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [Fact]
    public async Task A_worker_ends_by_itself()
    {
        using var program = WholeProgram.Sample("Worker", "--Training:Epochs", "3");

        var ended = await program.EndedAsync();

        Assert.Equal(0, ended.Status);
        var log = AssertWhole(Assert.Single(program.Logs));
        Assert.Equal(301, log.History.Count);
        Assert.Equal("3", log.History[^1]["epochs_done"]);
        Assert.DoesNotContain("wandb: ", ended.Printed); // the host's log has it all
        Assert.Contains("Rows: 301 logged, 301 in the log", ended.Printed);
    }

    [SignalsFact]
    public Task A_worker_that_is_terminated_has_logged_what_its_services_log_while_they_stop() => AssertStoppedBy(Terminate);

    [SignalsFact]
    public Task So_has_one_that_is_interrupted() => AssertStoppedBy(Interrupt);

    [Fact]
    public async Task Three_trainers_of_one_actor_system_have_a_run_each()
    {
        using var program = WholeProgram.Sample("Orchestrator");

        var ended = await program.EndedAsync();

        Assert.Equal(0, ended.Status);
        Assert.Equal(3, program.Logs.Count);
        Assert.All(program.Logs, log => Assert.Equal(200, AssertWhole(log).History.Count));
        Assert.Contains("Best: lr 0.1", ended.Printed);
    }

    [SignalsFact]
    public async Task An_inference_service_logs_each_answer_with_its_trace()
    {
        using var program = WholeProgram.Sample("InferenceService", "--urls", "http://127.0.0.1:0");
        var address = (await program.SaidAsync("Now listening on: ")).Split("on: ")[1];
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var answer = await http.GetFromJsonAsync<JsonObject>("/predict?x=0.5");
        var health = await http.GetStringAsync("/health");

        program.Signal(Terminate);
        var ended = await program.EndedAsync();

        Assert.Equal((0, "Healthy"), (ended.Status, health));
        var row = AssertWhole(Assert.Single(program.Logs)).History[0];
        Assert.Equal(("0.5", $"\"{answer!["trace"]}\""), (row["x"], row["trace_id"]));
    }

    private static async Task AssertStoppedBy(int signal)
    {
        using var program = WholeProgram.Sample("Worker", "--Training:Epochs", "1000000");
        await program.SaidAsync("Loss is");

        program.Signal(signal);
        var ended = await program.EndedAsync();

        Assert.Equal(0, ended.Status); // as any host's
        var log = AssertWhole(Assert.Single(program.Logs));
        Assert.Equal(log.History[^2]["epoch"], $"{long.Parse(log.History[^1]["epochs_done"]) - 1}");
    }

    // With an end, and nothing wrong.
    private static PlainLog AssertWhole(PlainLog log)
    {
        Assert.Empty(log.Complaints);
        Assert.Single(log.Records, record => record.Kind == PlainRecord.Exit);
        return log;
    }
}
