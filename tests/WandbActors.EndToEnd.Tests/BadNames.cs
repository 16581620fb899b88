using System.Text.Json;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class BadNames : Situation
{
    [Theory]
    [InlineData("a name with\0zero, \n line and \u001b[31m escape")]
    [InlineData("a/name.with:all\"of\\the'rest")]
    [InlineData("имя 名前 🦉")]
    public async Task Any_name_is_a_name(string name)
    {
        var rows = await LogAsync(run => run.Log((name, 1)));

        Assert.Equal("1", rows[0][name]);
        Assert.DoesNotContain('\u001b', Program.Spoken.Replace("\u001b[34;1mwandb\u001b[0m", ""));
    }

    [Fact]
    public async Task A_name_of_10_000_characters_is_a_name()
    {
        var name = new string('n', 10_000);

        var rows = await LogAsync(run => run.Log((name, 1)));

        Assert.Equal("1", rows[0][name]);
    }

    [Fact]
    public async Task More_names_than_the_key_table_holds_are_logged_all_the_same()
    {
        var rows = await LogAsync(run =>
        {
            for (var i = 0; i < 300; i++)
                run.Log(($"{i}:{new string('n', 10_000)}", i));
        });

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), rows.Select(row => row.Single(item => item.Key.Contains(':')).Value));
    }

    [Fact]
    public async Task A_value_without_a_name_does_not_break_the_log()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("", 1), ("named", 2));
        run.Log((null!, 1), ("named", 3));

        var receipt = await run.FinishAsync();

        Assert.Equal(["2", "3"], TrainingProgram.LogOf(run).History.Select(row => row["named"]));
        Assert.Equal(2, OnServer(run).History.Count);
        Assert.Equal(2, receipt.RowsInLog);
        Assert.True(receipt.IsUploaded);
    }

    [Fact]
    public async Task A_name_that_comes_twice_has_its_last_value()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("twice", 1), ("twice", 2));

        await run.FinishAsync();

        var line = JsonDocument.Parse(Assert.Single(OnServer(run).History)).RootElement;
        Assert.Equal(2, Assert.Single(line.EnumerateObject(), member => member.Name == "twice").Value.GetInt32());
    }

    [Fact]
    public async Task Half_a_character_is_replaced()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Config = { ["half \ud83d"] = "half \udd89" } });
        run.Log(("half \ud83d", "half \udd89"));
        run.Config["half \ud83d"] = "late \udd89";
        run.Summary["half \ud83d"] = "last \udd89";

        var receipt = await run.FinishAsync();

        Assert.Equal("\"half \ufffd\"", Assert.Single(TrainingProgram.LogOf(run).History)["half \ufffd"]);
        Assert.Contains("last \ufffd", OnServer(run).SummaryLine);
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_metric_of_another_run_is_found_by_its_name()
    {
        var other = await Program.StartAsync();
        _ = other.Metric("something else");
        var loss = other.Metric("loss");

        var rows = await LogAsync(run => run.Log((loss, 0.5)));

        Assert.Equal("0.5", rows[0]["loss"]);
        await other.FinishAsync();
        Assert.Empty(TrainingProgram.LogOf(other).History);
    }
}
