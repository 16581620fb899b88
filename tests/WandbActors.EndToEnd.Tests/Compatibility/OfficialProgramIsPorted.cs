using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>
/// A program that logged with the official client makes the same calls through our API: its log says the same, and so does the server,
/// sent to while it ran or later. What is accepted to differ stands in <see cref="AcceptedDifferences"/>, and nowhere else.
/// </summary>
public sealed class OfficialProgramIsPorted : Situation
{
    public static IEnumerable<object[]> Cases => Golden.Cases;

    [Theory, MemberData(nameof(Cases))]
    public async Task Its_log_says_what_the_official_one_says(string name)
    {
        var run = await Program.StartAsync(Offline(name));

        await OfficialCases.RunAsync(name, run);

        Assert.Empty(TrainingProgram.LogOf(run).Complaints);
        var official = AcceptedDifferences.Of(name, LogMeaning.Of(Golden.LogOf(name)));
        Assert.Equal(official.Lines, LogMeaning.Of(TrainingProgram.LogPathOf(run)).Lines);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Synced_it_leaves_the_server_with_the_same(string name)
    {
        var run = await Program.StartAsync(Offline(name));
        await OfficialCases.RunAsync(name, run);

        var sent = await Program.SyncAsync(run, Backend);

        Assert.True(sent.IsWhole, sent.Problem);
        AssertServerHolds(name);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Online_it_leaves_the_server_with_the_same(string name)
    {
        var run = await Program.StartAsync(Backend, OfficialCases.OptionsOf(name));

        var receipt = await OfficialCases.RunAsync(name, run);

        Assert.True(receipt.IsComplete);
        AssertServerHolds(name);
    }

    [Fact]
    public async Task An_alert_is_raised_with_the_same_words()
    {
        var run = await Program.StartAsync(Backend, OfficialCases.OptionsOf("alerts"));

        await OfficialCases.RunAsync("alerts", run);

        Assert.Equal(
            JsonMeaning.Of(new OfficialTraffic("alerts").VariablesOf("NotifyScriptableRunAlert").Single().ToJsonString()),
            JsonMeaning.Of(Assert.Single(Backend.Run("lab", "golden", "alerts").Alerts).ToJsonString()));
    }

    [Fact]
    public async Task Resumed_it_goes_on_as_the_official_one_does()
    {
        await OfficialCases.RunAsync("scalars", await Program.StartAsync(Backend, OfficialCases.OptionsOf("scalars")));
        var run = await Program.StartAsync(Backend, OfficialCases.ResumedOptions());

        await OfficialCases.ResumeAsync(run);

        var official = new OfficialTraffic("scalars");
        var server = Backend.Run("lab", "golden", "scalars");
        Assert.True(run.Resumed);
        Assert.Equal(official.History.Select(Anonymous.Json), server.History.Select(Anonymous.Json));
        Assert.Equal(Anonymous.Json(official.Summary), Anonymous.Json(server.SummaryLine!));
        Assert.Equal(Anonymous.Config(official.Config), Anonymous.Config((string)server.Variable("config")!));
    }

    private static RunOptions Offline(string name)
    {
        var options = OfficialCases.OptionsOf(name);
        options.Mode = RunMode.Offline;
        return options;
    }

    private void AssertServerHolds(string name)
    {
        var official = AcceptedDifferences.Of(name, ServerMeaning.Of(name));
        Assert.Equal(official.Lines, ServerMeaning.Of(Backend.Run("lab", "golden", name), Backend.Artifacts).Lines);
    }
}
