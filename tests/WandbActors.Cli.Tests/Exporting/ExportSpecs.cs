using System.Text.Json;
using WandbActors.Testing;

namespace WandbActors.Cli.Exporting;

/// <summary>Which runs are exported, whither, and what the text formats hold.</summary>
public sealed class ExportSpecs : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public ExportSpecs() => _tool = new Tool(_home);

    [Fact]
    public async Task Csv_has_a_column_for_every_name_and_nothing_where_there_is_no_value()
    {
        await RealRun.WriteAsync(_home, "one", run =>
        {
            run.Log(("loss", 0.5), ("note", "a \"b\", c"));
            run.Log(("loss", double.NaN), ("val", MetricValue.Of(new { acc = 1 })), ("flag", true));
            run.Log(("note", ""), ("list", MetricValue.Of(new[] { 1, 2 })), ("digits", "12"));
        });

        Assert.Equal(0, await _tool.RunAsync("export", "one", "--to", "csv"));

        Assert.Equal(
            [
                "_step,loss,note,val.acc,flag,list,digits",
                "0,0.5,\"a \"\"b\"\", c\",,,,",
                "1,NaN,,1,true,,",
                "2,,\"\",,,\"[1,2]\",\"12\"",
            ],
            (await File.ReadAllLinesAsync(_home["one.csv"])).Select(line => WithoutTimes(line)));
    }

    [Fact]
    public async Task Every_line_of_jsonl_is_json_with_the_row_s_digits_as_they_were_logged()
    {
        await RealRun.WriteAsync(_home, "one", run =>
        {
            run.Log(("loss", 0.1), ("big", long.MaxValue));
            run.Log(("loss", double.NegativeInfinity), ("list", MetricValue.Of(new[] { 1.5, double.NaN })));
        });

        Assert.Equal(0, await _tool.RunAsync("export", "one", "--to", "jsonl", "-o", "rows.jsonl"));

        var rows = (await File.ReadAllLinesAsync(_home["rows.jsonl"])).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["0.1", "9223372036854775807", "0"], ((string[])["loss", "big", "_step"]).Select(name => rows[0].GetProperty(name).GetRawText()));
        Assert.Equal(["\"-Infinity\"", "[1.5,\"NaN\"]"], ((string[])["loss", "list"]).Select(name => rows[1].GetProperty(name).GetRawText()));
    }

    [Fact]
    public async Task The_standard_output_gets_the_rows_and_nothing_else()
    {
        new SomeRun("one").WriteTo(_home);

        var exitCode = await _tool.RunAsync("export", "one", "--to", "csv", "-o", "-");

        Assert.Equal((0, ""), (exitCode, _tool.Output));
        Assert.Equal("_step,_runtime,_timestamp,loss\n0,,,1\n1,,,0.5\n2,,,0.3333333333333333\n", _tool.Piped);
    }

    [Fact]
    public async Task Nothing_is_said_to_have_been_written_when_the_reader_wanted_no_more()
    {
        new SomeRun("one").WriteTo(_home);
        _tool.Pipe = new ClosedPipe();

        var exitCode = await _tool.RunAsync("export", "one", "--to", "csv", "-o", "-");

        Assert.Equal((0, "", ""), (exitCode, _tool.Output, _tool.Error));
    }

    [Fact]
    public async Task Several_runs_go_into_a_directory()
    {
        new SomeRun("one").WriteTo(_home);
        new SomeRun("two", Rows: 5).WriteTo(_home);

        Assert.Equal(0, await _tool.RunAsync("export", "one", "two", "--to", "jsonl", "-o", "out"));

        Assert.Equal((3, 5), (File.ReadAllLines(_home["out/one.jsonl"]).Length, File.ReadAllLines(_home["out/two.jsonl"]).Length));
    }

    [Fact]
    public async Task A_file_that_exists_is_replaced_only_by_force()
    {
        new SomeRun("one").WriteTo(_home);
        _home.Write("one.csv", "precious");

        var refused = await _tool.RunAsync("export", "one", "--to", "csv");
        var kept = await File.ReadAllTextAsync(_home["one.csv"]);
        var forced = await _tool.RunAsync("export", "one", "--to", "csv", "--force");

        Assert.Equal((1, "precious", 0), (refused, kept, forced));
        Assert.Equal(4, File.ReadAllLines(_home["one.csv"]).Length);
        Assert.Contains("exists: give --force", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_stays_one_and_the_file_that_it_leads_to_is_replaced()
    {
        new SomeRun("one").WriteTo(_home);
        _home.Write("data/rows.csv", "old");
        File.CreateSymbolicLink(_home["one.csv"], _home["data/rows.csv"]);

        var exitCode = await _tool.RunAsync("export", "one", "--to", "csv", "--force");

        Assert.Equal((0, 4), (exitCode, File.ReadAllLines(_home["data/rows.csv"]).Length));
        Assert.Equal(_home["data/rows.csv"], new FileInfo(_home["one.csv"]).LinkTarget);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_no_regular_file_is_not_replaced(bool isLink)
    {
        if (!OperatingSystem.IsLinux())
            return;

        new SomeRun("one").WriteTo(_home);
        File.CreateSymbolicLink(_home["link.csv"], "/dev/null");
        var path = isLink ? _home["link.csv"] : "/dev/null";

        var exitCode = await _tool.RunAsync("export", "one", "--to", "csv", "-o", path, "--force");

        Assert.Equal(1, exitCode);
        Assert.Contains($"{path} is no regular file, and is not replaced", _tool.Error, StringComparison.Ordinal);
        Assert.False(RegularFile.IsAt("/dev/null"));
    }

    [Fact]
    public async Task A_log_that_names_no_run_is_said()
    {
        _home.Write("wandb/offline-run-1-void/run-void.wandb", "");

        var exitCode = await _tool.RunAsync("export", "void", "--to", "csv");

        Assert.Equal(1, exitCode);
        Assert.Contains("run-void.wandb names no run", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_means_all_attempts_of_a_run_that_went_on()
    {
        await RealRun.WriteAsync(_home, "one", run => run.Log(("loss", 1)));
        await RealRun.WriteAsync(_home, "one", run => run.Log(("loss", 2)), options => options.Resume = ResumeMode.Must);

        Assert.Equal(0, await _tool.RunAsync("export", "one", "--to", "csv"));

        Assert.Equal(["_step,loss", "0,1", "1,2"], File.ReadAllLines(_home["one.csv"]).Select(line => WithoutTimes(line)));
    }

    [Fact]
    public async Task Attempts_that_are_exported_one_by_one_have_files_of_their_own()
    {
        new SomeRun("one").WriteTo(_home);
        new SomeRun("one", Rows: 5) { Prefix = "offline-run-20260822_101500-" }.WriteTo(_home);

        Assert.Equal(0, await _tool.RunAsync("export", "wandb", "--to", "jsonl", "-o", "out"));

        Assert.Equal(
            [3, 5],
            ((string[])["20260821", "20260822"]).Select(day => File.ReadAllLines(_home[$"out/offline-run-{day}_101500-one.jsonl"]).Length));
    }

    [Fact]
    public async Task Of_a_damaged_log_what_can_be_read_is_written_and_the_rest_said()
    {
        var log = new SomeRun("one", Rows: 5000).WriteTo(_home);
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[100_000] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);

        var exitCode = await _tool.RunAsync("export", "one", "--to", "csv");

        Assert.Equal(1, exitCode);
        Assert.InRange(File.ReadAllLines(_home["one.csv"]).Length, 4000, 4999);
        Assert.Contains("checksum does not match at byte", _tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("tensorboard")]
    public async Task What_cannot_be_piped_is_a_wrong_command_line(string format)
    {
        new SomeRun("one").WriteTo(_home);

        Assert.Equal(2, await _tool.RunAsync("export", "one", "--to", format, "-o", "-"));
    }

    public void Dispose() => _home.Dispose();

    // Columns 1 and 2 are _runtime and _timestamp.
    private static string WithoutTimes(string line)
    {
        var fields = line.Split(',');
        return string.Join(',', [fields[0], .. fields[3..]]);
    }
}
