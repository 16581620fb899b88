using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

/// <summary>A law: however a run is split into attempts, and whichever of them were offline, the server ends up with what the whole run would have left.</summary>
public sealed class RunIsSplit : Situation
{
    private const int Calls = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_server_holds_what_the_whole_run_would_have_left(int seed)
    {
        var chance = new Random(seed);
        var calls = Enumerable.Range(0, Calls).Select(i => CallOf(chance, i)).ToArray();
        var whole = await RunAsync("whole", RunMode.Online, resume: null, calls);

        var attempts = new List<Run>();
        for (var done = 0; done < Calls;)
        {
            var next = Math.Min(Calls, done + chance.Next(1, 6));
            var mode = chance.Next(2) == 0 ? RunMode.Online : RunMode.Offline;
            attempts.Add(await RunAsync("split", mode, attempts.Count == 0 ? null : ResumeMode.Must, calls[done..next]));
            done = next;
        }

        await Program.SyncAsync(attempts[^1], Backend);

        Assert.Equal(OnServer(whole).History.Select(Own), OnServer(attempts[0]).History.Select(Own));
        Assert.Equal(Own(OnServer(whole).SummaryLine!), Own(OnServer(attempts[0]).SummaryLine!));
        Assert.Equal(Own((string)OnServer(whole).Variable("config")!), Own((string)OnServer(attempts[0]).Variable("config")!));
        Assert.Equal(OnServer(whole).Variable("tags")?.ToJsonString(), OnServer(attempts[0]).Variable("tags")?.ToJsonString());
        Assert.Equal((string?)OnServer(whole).Variable("displayName"), (string?)OnServer(attempts[0]).Variable("displayName"));
    }

    private async Task<Run> RunAsync(string id, RunMode mode, ResumeMode? resume, Action<Run>[] calls)
    {
        var run = await Program.StartAsync(Backend, new RunOptions { RunId = id, Mode = mode, Resume = resume });
        foreach (var call in calls)
            call(run);
        await run.FinishAsync();
        return run;
    }

    private static Action<Run> CallOf(Random chance, int i)
    {
        var name = $"n{chance.Next(4)}";
        return chance.Next(7) switch
        {
            0 => run => run.Summary[name] = i,
            1 => run => run.Summary.Remove(name),
            2 => run => run.Config[name] = i,
            3 => run => run.Config.Remove(name),
            4 => run => run.Tags = [.. run.Tags, $"t{i}"],
            5 => run => run.Name = $"name {i}",
            _ => run => run.Log((name, i), ("nested", MetricValue.Of(new Dictionary<string, int> { [name] = i }))),
        };
    }

    // What is of the run itself, and neither of its moments nor of its attempts.
    private static string Own(string json) => new JsonObject(JsonNode.Parse(json)!.AsObject()
        .Where(member => !member.Key.StartsWith('_') || member.Key == "_step")
        .OrderBy(member => member.Key, StringComparer.Ordinal)
        .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
}
