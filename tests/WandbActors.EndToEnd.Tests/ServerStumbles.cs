using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class ServerStumbles : Situation
{
    private const string Register = "UpsertBucket";
    private const string PlaceFiles = "CreateRunFiles";
    private const int Rows = 2_000;

    public static TheoryData<string> Stumbles => [.. Faults.Keys];

    private static Dictionary<string, Fault[]> Faults => new()
    {
        ["errors of its own"] = [Fault.Answer(500), Fault.Answer(502), Fault.Answer(503), Fault.Answer(504)],
        ["a request to wait"] = [.. Fault.Answer(429, retryAfter: "0.05").Times(3)],
        ["a timeout"] = [Fault.Answer(408)],
        ["an answer that is lost"] = [.. Fault.LostAnswer().Times(3)],
        ["a connection that breaks"] = [.. Fault.Reset().Times(3)],
        ["an answer of somebody else"] = [.. Fault.Garbage().Times(3)],
        ["a mixture"] = [Fault.LostAnswer(), Fault.Answer(500), Fault.Garbage(), Fault.Reset(), Fault.Answer(429, "0.01"), Fault.LostAnswer()],
    };

    [Theory]
    [MemberData(nameof(Stumbles))]
    public async Task Every_row_is_on_the_server_once_after(string stumble)
    {
        Backend.Script(RecordingBackend.FileStream, Faults[stumble]);
        var run = await Program.StartAsync(Backend);

        var receipt = await LogAndFinishAsync(run);

        AssertServerHasLog(run);
        Assert.Equal(Rows, receipt.RowsOnServer);
        Assert.True(receipt.IsComplete);
        Assert.Null(receipt.UploadProblem);
    }

    [Theory]
    [MemberData(nameof(Stumbles))]
    public async Task A_run_is_registered_in_spite_of(string stumble)
    {
        Backend.Script(Register, Faults[stumble]);
        var run = await Program.StartAsync(Backend);

        var receipt = await LogAndFinishAsync(run);

        AssertServerHasLog(run);
        Assert.True(receipt.IsComplete);
    }

    [Theory]
    [MemberData(nameof(Stumbles))]
    public async Task Files_are_uploaded_in_spite_of(string stumble)
    {
        Backend.Script(PlaceFiles, Faults[stumble]);
        Backend.Script(RecordingBackend.Upload, [.. Faults[stumble].Where(fault => fault.Status != 408)]);
        var run = await Program.StartAsync(Backend);

        var receipt = await LogAndFinishAsync(run);

        Assert.Equal(["config.yaml", "wandb-metadata.json", "wandb-summary.json"], OnServer(run).Files.Keys.Order());
        Assert.True(receipt.IsComplete);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_row_is_on_the_server_once_whatever_happens_in_whatever_order(int seed)
    {
        var chance = new Random(seed);
        var all = Faults.Values.SelectMany(faults => faults).ToArray();
        foreach (var kind in (string[])[RecordingBackend.FileStream, Register, PlaceFiles])
            Backend.Script(kind, [.. Enumerable.Range(0, 20).Select(_ => all[chance.Next(all.Length)])]);
        var run = await Program.StartAsync(Backend);

        var receipt = await LogAndFinishAsync(run);

        AssertServerHasLog(run);
        Assert.Equal(Rows, receipt.RowsOnServer);
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_run_that_waits_says_so_and_goes_on_when_it_can()
    {
        Backend.BreakDown(RecordingBackend.FileStream, Fault.Answer(503, body: """{"error":"down for an hour"}"""));
        var run = await Program.StartAsync(Backend);
        run.Log(("i", 0));
        await Backend.AwaitAsync(_ => OnServer(run).Files.Count > 0);
        var tries = OnServer(run).Requests.Count(request => request.Kind == RecordingBackend.FileStream);
        await Backend.AwaitAsync(_ => OnServer(run).Requests.Count(request => request.Kind == RecordingBackend.FileStream) >= tries + 3);
        var during = await run.GetStatusAsync();

        Backend.Restore(RecordingBackend.FileStream);
        var isFlushed = await run.FlushAsync(FlushTarget.Server);
        var after = await run.GetStatusAsync();

        Assert.Equal(UploadState.Waiting, during.Upload);
        Assert.Contains("down for an hour", during.Problem);
        Assert.True(isFlushed);
        Assert.Equal((UploadState.Active, null), (after.Upload, after.Problem));
        Assert.Single(await Program.WarningsAsync(), warning => warning.Contains("down for an hour"));
        await run.FinishAsync();
    }

    private static async Task<RunReceipt> LogAndFinishAsync(Run run)
    {
        for (var i = 0; i < Rows; i++)
        {
            run.Log(("i", i), ("loss", 1.0 / (i + 1)));
            if (i % 500 == 0)
                await run.FlushAsync();
        }

        return await run.FinishAsync();
    }
}
