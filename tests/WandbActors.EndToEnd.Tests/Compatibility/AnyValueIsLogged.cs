using System.Text.RegularExpressions;
using FsCheck.Fluent;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>Values of every shape, from the call through ring, log and sending to the server's line.</summary>
public sealed partial class AnyValueIsLogged : Situation
{
    private const int Rows = 1_000;
    private const int Size = 40;

    [Fact]
    public async Task Any_nested_value_arrives_with_the_meaning_that_it_had()
    {
        var rows = NestedValue.Rows.Generator.Sample(Size, Rows);
        var run = await Program.StartAsync(new RunOptions { Mode = RunMode.Offline, Entity = "lab", Project = "golden", RunId = "any" });
        foreach (var row in rows)
            run.Log(row);
        await run.FinishAsync();

        var sent = await Program.SyncAsync(run, Backend);

        Assert.True(sent.IsWhole, sent.Problem);
        Assert.Empty(TrainingProgram.LogOf(run).Complaints);
        Assert.Equal(rows.Select(row => JsonMeaning.Of(NestedValue.Json(row))), Backend.Run("lab", "golden", "any").History.Select(WithoutTheRowsOwn));
    }

    private static string WithoutTheRowsOwn(string line)
    {
        Assert.Equal(3, RowsOwn().Count(line));
        return JsonMeaning.Of(RowsOwn().Replace(line, ""));
    }

    [GeneratedRegex(""",?"_(?:step|runtime|timestamp)":[-+.e0-9]+""")]
    private static partial Regex RowsOwn();
}
