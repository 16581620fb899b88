using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunRaisesAlarm : Situation
{
    // So that only what is in a hurry arrives before the run's end.
    protected override string Settings => "wandb.upload { first-minute-period = 10m, period = 10m }";

    [Theory]
    [InlineData(RunMode.Online)]
    [InlineData(RunMode.Offline)]
    public async Task An_alert_is_what_the_official_client_sends(RunMode mode)
    {
        var run = await Program.StartAsync(Backend, new RunOptions { RunId = "alerts", Mode = mode });

        run.Log(("x", 1));
        run.Alert("Low accuracy", "below 0.5", AlertLevel.Warn, TimeSpan.FromSeconds(60));
        await run.FinishAsync();
        if (mode == RunMode.Offline)
            await Program.SyncAsync(run, Backend);

        var recorded = File.ReadLines(Path.Combine(Golden.Folder("online"), "alerts.jsonl"))
            .Select(line => JsonNode.Parse(line)!)
            .Single(request => (string?)request["kind"] == "NotifyScriptableRunAlert")["request"]!["variables"]!.AsObject();
        recorded["projectName"] = TrainingProgram.Project;
        Assert.Equal(JsonMeaning.Of(recorded.ToJsonString()), JsonMeaning.Of(Assert.Single(OnServer(run).Alerts).ToJsonString()));
    }

    [Theory]
    [InlineData(RunMode.Online)]
    [InlineData(RunMode.Offline)]
    public async Task Alerts_arrive_in_the_order_in_which_they_were_raised(RunMode mode)
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Mode = mode });
        Backend.Script("NotifyScriptableRunAlert", Fault.Answer(500));

        foreach (var number in Enumerable.Range(0, 20))
            run.Alert($"{number}", "");
        await run.FinishAsync();
        if (mode == RunMode.Offline)
            await Program.SyncAsync(run, Backend);

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), OnServer(run).Alerts.Select(alert => (string?)alert["title"]));
    }

    [Fact]
    public async Task What_nobody_said_of_an_alert_is_as_the_official_client_has_it()
    {
        var run = await Program.StartAsync(Backend);

        run.Alert("done", "all of it");
        await run.FinishAsync();

        var alert = Assert.Single(OnServer(run).Alerts);
        Assert.Equal(("INFO", 60_000), ((string?)alert["severity"], (int)alert["waitDuration"]!));
    }

    [Fact]
    public async Task What_is_too_long_for_people_is_cut_and_what_is_nonsense_does_no_harm()
    {
        var run = await Program.StartAsync(Backend);

        run.Alert(new string('t', 62) + "👍👍", new string('x', 100_000), (AlertLevel)7, TimeSpan.FromSeconds(-1));
        run.Alert(null!, null!);
        await run.FinishAsync();

        var alerts = OnServer(run).Alerts;
        Assert.Equal(new string('t', 62) + "…", (string?)alerts[0]["title"]);
        Assert.Equal(16_384, ((string?)alerts[0]["text"])!.Length);
        Assert.Equal(("INFO", 0), ((string?)alerts[0]["severity"], (int)alerts[0]["waitDuration"]!));
        Assert.Equal(("Alert", ""), ((string?)alerts[1]["title"], (string?)alerts[1]["text"]));
    }

    [Fact]
    public async Task That_the_machine_goes_away_is_told_at_once()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("i", 0));
        await run.FlushAsync(FlushTarget.Server);

        run.Log(("i", 1));
        run.MarkPreempting();
        await Backend.AwaitAsync(_ => OnServer(run).IsPreempting);

        Assert.Equal(2, OnServer(run).History.Count);
        Assert.False(OnServer(run).IsComplete);
        await run.FinishAsync();
    }

    [Fact]
    public async Task It_does_not_close_the_row_that_is_open()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(commit: false, ("a", 1));

        run.MarkPreempting();
        await Backend.AwaitAsync(_ => OnServer(run).IsPreempting);
        run.Log(("b", 2));
        await run.FinishAsync();

        Assert.Single(OnServer(run).History);
    }
}
