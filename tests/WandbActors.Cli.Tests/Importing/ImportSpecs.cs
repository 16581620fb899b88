using System.Text.Json;
using WandbActors.Testing;

namespace WandbActors.Cli.Importing;

/// <summary>CSV and JSON lines of other programs.</summary>
public sealed class ImportSpecs : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public ImportSpecs() => _tool = new Tool(_home);

    [Fact]
    public async Task A_step_column_of_any_usual_name_is_the_step()
    {
        _home.Write("metrics.csv", "epoch,step,train_loss,val_loss\n0,49,0.5,\n0,49,,0.25\n1,99,0.125,\n");

        var exitCode = await ImportAsync("metrics.csv");

        Assert.Equal((0, ""), (exitCode, _tool.Error));
        Assert.Equal([49, 49, 99], (await RowsAsync()).Select(row => row.GetProperty("_step").GetInt32()));
        Assert.Equal(["epoch=0 train_loss=0.5", "epoch=0 val_loss=0.25", "epoch=1 train_loss=0.125"], (await RowsAsync()).Select(Say));
    }

    [Fact]
    public async Task A_chart_s_csv_is_a_run_for_each_name()
    {
        _home.Write("chart.csv", "\"Step\",\"calm-sea-1 - loss\",\"calm-sea-1 - loss__MIN\",\"calm-sea-1 - loss__MAX\",\"red-fox-2 - loss\"\n\"0\",\"1.5\",\"1\",\"2\",\"\"\n\"10\",\"0.5\",\"0\",\"1\",\"7\"\n");

        var exitCode = await ImportAsync("chart.csv");
        await _tool.RunAsync("ls", "--json");

        Assert.Equal(0, exitCode);
        var runs = JsonDocument.Parse(_tool.Output[_tool.Output.IndexOf("[\n", StringComparison.Ordinal)..]).RootElement.EnumerateArray();
        Assert.Equal(["calm-sea-1 2 10", "red-fox-2 1 10"], runs.Select(run => $"{run.GetProperty("name")} {run.GetProperty("rows")} {run.GetProperty("lastStep")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_run_begins_when_its_first_row_was_logged_and_not_when_it_was_imported()
    {
        _home.Write("rows.jsonl", "{\"loss\":1,\"_timestamp\":1700000010.5,\"_runtime\":10.5}\n{\"loss\":2,\"_timestamp\":1700000020.75,\"_runtime\":20.75}\n");

        await ImportAsync("rows.jsonl");
        await _tool.RunAsync("ls", "--json");

        var run = JsonDocument.Parse(_tool.Output[_tool.Output.IndexOf("[\n", StringComparison.Ordinal)..]).RootElement[0];
        Assert.Equal("2023-11-14T22:13:20Z", run.GetProperty("startedAt").GetString());
        Assert.Equal(20.75, run.GetProperty("seconds").GetDouble());
        Assert.Equal(["1700000010.5 10.5", "1700000020.75 20.75"], (await RowsAsync()).Select(row => $"{row.GetProperty("_timestamp")} {row.GetProperty("_runtime")}"));
    }

    [Fact]
    public async Task This_machine_is_not_said_to_have_logged_it()
    {
        _home.Write("rows.jsonl", "{\"loss\":1}\n");

        await ImportAsync("rows.jsonl");
        var tool = new Tool(_home);
        await tool.RunAsync("show", "latest", "--json");

        var run = JsonDocument.Parse(tool.Output).RootElement;
        Assert.Equal(JsonValueKind.Null, run.GetProperty("metadata").ValueKind);
        Assert.Equal($"Imported from {_home["rows.jsonl"]}", run.GetProperty("notes").GetString());
        var log = PlainLog.Read(Directory.GetFiles(_home["wandb/latest-run"], "*.wandb").Single());
        Assert.DoesNotContain(log.Records.Single(record => record.Kind == PlainRecord.Run).Fields, field => field is { Number: 13, Bytes.Length: > 0 });
    }

    [Theory]
    [InlineData("rows.jsonl", "{\"loss\":1}\n[1,2]\n", "line 2 is no JSON object")]
    [InlineData("rows.jsonl", "{\"loss\":1}\n{\"loss\":", "line 2 is no JSON object")]
    [InlineData("rows.jsonl", "", "there are no rows")]
    [InlineData("rows.csv", "a,b\n1,2\n1,2,3\n", "line 3 has 3 fields, and the header 2")]
    [InlineData("rows.jsonl", "{\"loss\":1,\"_step\":\"x\"}\n", "line 1: \"x\" is no step: use a whole number from 0")]
    [InlineData("rows.csv", "step,loss\n1,1\nx,1\n", "line 3: \"x\" is no step: use a whole number from 0")]
    [InlineData("rows.csv", "step,loss\n1.5,1\n", "line 2: 1.5 is no step: use a whole number from 0")]
    [InlineData("rows.csv", "_timestamp,loss\nnoon,1\n", "line 2: \"noon\" is no _timestamp: use a number of seconds")]
    [InlineData("rows.csv", "a,b\n1,\"2\n", "the quote that begins in line 2 is never closed")]
    public async Task Of_what_cannot_be_read_to_its_end_no_run_is_left(string name, string content, string problem)
    {
        _home.Write(name, content);

        var exitCode = await ImportAsync(name);

        Assert.Equal(1, exitCode);
        Assert.Equal(problem, _tool.Error.Trim()[(_tool.Error.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        Assert.Empty(Directory.Exists(_home["wandb"]) ? Directory.GetDirectories(_home["wandb"], "*run*") : []);
    }

    [Fact]
    public async Task Columns_of_one_name_are_refused_as_one_would_hide_the_other()
    {
        _home.Write("rows.csv", "loss,loss\n1,2\n");

        Assert.Equal(1, await ImportAsync("rows.csv"));

        Assert.Contains("rows.csv has several columns called loss", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_columns_that_may_be_the_step_the_first_is_and_the_others_are_metrics()
    {
        _home.Write("rows.csv", "global_step,step,loss\n7,1,0.5\n");

        Assert.Equal(0, await ImportAsync("rows.csv"));

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((7, "step=1 loss=0.5"), (row.GetProperty("_step").GetInt32(), Say(row)));
    }

    [Fact]
    public async Task A_step_that_is_null_is_none()
    {
        _home.Write("rows.jsonl", "{\"loss\":1,\"_step\":null}\n");

        Assert.Equal(0, await ImportAsync("rows.jsonl"));

        Assert.Equal(0, Assert.Single(await RowsAsync()).GetProperty("_step").GetInt32());
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused()
    {
        _home.Write("rows.jsonl", "{\"loss\":1}\n");

        var first = await _tool.RunAsync("import", "rows.jsonl", "--project", "golden", "--id", "same1");
        var second = await _tool.RunAsync("import", "rows.jsonl", "--project", "golden", "--id", "same1");

        Assert.Equal((0, 1), (first, second));
        Assert.Contains("There is a run same1 already", _tool.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(_home["wandb"], "offline-run-*"));
    }

    [Theory]
    [InlineData("rows.jsonl")]
    [InlineData("rows.jsonl --project a/b")]
    [InlineData("rows.jsonl rows.jsonl --project p --name one")]
    [InlineData("rows.jsonl --project p --id a:b")]
    public async Task A_wrong_command_line_makes_no_run(string line)
    {
        _home.Write("rows.jsonl", "{\"loss\":1}\n");

        Assert.Equal(2, await _tool.RunAsync(["import", .. line.Split(' ')]));

        Assert.False(Directory.Exists(_home["wandb"]));
    }

    public void Dispose() => _home.Dispose();

    private Task<int> ImportAsync(string path) => _tool.RunAsync("import", path, "--project", "golden");

    private async Task<IReadOnlyList<JsonElement>> RowsAsync()
    {
        var tool = new Tool(_home);
        await tool.RunAsync("tail", "latest", "--json");
        return [.. tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Say(JsonElement row) =>
        string.Join(' ', row.EnumerateObject().Where(value => !value.Name.StartsWith('_')).Select(value => $"{value.Name}={value.Value}"));
}
