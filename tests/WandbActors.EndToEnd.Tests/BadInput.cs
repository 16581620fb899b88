using System.Buffers;
using System.Text.Json;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class BadInput : Situation
{
    [Fact]
    public async Task An_unknown_mode_refuses_the_start_and_names_the_cure()
    {
        Program.With("WANDB_MODE", "onlin");

        var refusal = await Assert.ThrowsAsync<WandbException>(() => Program.StartAsync());

        Assert.Contains("onlin", refusal.Message);
        Assert.Contains("use online, offline or disabled", refusal.Message);
    }

    [Fact]
    public async Task An_online_run_without_a_key_refuses_the_start_and_names_the_cure()
    {
        var refusal = await Assert.ThrowsAsync<WandbException>(() => Program.StartAsync(new RunOptions { Mode = RunMode.Online }));

        Assert.Contains("WANDB_API_KEY", refusal.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Program.Directory.Path));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_to_is_replaced_and_that_is_said()
    {
        var blocked = Program.Directory.Write("blocked", "a file where a directory should be");
        var run = await Program.StartAsync(new RunOptions { Directory = blocked });
        run.Log(("loss", 0.5));

        var receipt = await run.FinishAsync();

        Assert.StartsWith(Path.GetTempPath(), run.Directory);
        Assert.Contains($"{blocked} cannot be written to", Program.Spoken);
        Assert.True(receipt.IsComplete);
        Directory.Delete(run.Directory, recursive: true);
    }

    [Fact]
    public async Task Numbers_that_are_none_are_logged_as_they_are()
    {
        var rows = await LogAsync(run => run.Log(("a", double.NaN), ("b", double.PositiveInfinity), ("c", float.NegativeInfinity)));

        Assert.Equal(("NaN", "Infinity", "-Infinity"), (rows[0]["a"], rows[0]["b"], rows[0]["c"]));
    }

    [Fact]
    public async Task Nothing_is_logged_as_null()
    {
        var rows = await LogAsync(run => run.Log(("text", (string?)null), ("default", default), ("object", MetricValue.Of(null))));

        Assert.Equal(("null", "null", "null"), (rows[0]["text"], rows[0]["default"], rows[0]["object"]));
    }

    [Fact]
    public async Task A_row_of_nothing_is_counted_and_takes_a_step_without_a_line()
    {
        var run = await Program.StartAsync();
        run.Log();
        run.Log(("i", 1));

        var receipt = await run.FinishAsync();

        Assert.Equal("1", Assert.Single(TrainingProgram.LogOf(run).History)["_step"]);
        Assert.Equal((2, 2, 1), (receipt.RowsOffered, receipt.RowsInLog, receipt.RowsMerged));
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_row_of_5_000_metrics_is_one_row()
    {
        var values = Enumerable.Range(0, 5_000).Select(i => ($"metric/{i}", (MetricValue)i)).ToArray();

        var rows = await LogAsync(run => run.Log(values));

        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $"{i}"), Enumerable.Range(0, 5_000).Select(i => Assert.Single(rows)[$"metric/{i}"]));
    }

    [Fact]
    public async Task A_text_of_3_MB_is_logged_and_sent()
    {
        var text = string.Concat(Enumerable.Repeat("loss \"é\" ", 330_000));
        var run = await Program.StartAsync(Backend);
        run.Log(("text", text));
        run.Log(("i", 1));

        var receipt = await run.FinishAsync();

        Assert.Equal(text, JsonDocument.Parse(OnServer(run).History[0]).RootElement.GetProperty("text").GetString());
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_line_that_no_server_takes_is_sent_without_its_longest_values_and_counted()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("before", 1));
        run.Log(("text", new string('x', 10_383_361)), ("beside", double.NaN), ("short", "text"));
        run.Log(("after", 1));

        var receipt = await run.FinishAsync();

        var marker = JsonMeaning.Node(OnServer(run).History[1]);
        Assert.Equal((1, "NaN", "text"), ((int)marker["_step"]!, (string)marker["beside"]!, (string)marker["short"]!));
        Assert.Contains("left out", (string)marker["text"]!);
        Assert.Contains("text: a line of", (string)marker["_left_out"]!);
        Assert.Equal(3, OnServer(run).History.Count);
        Assert.Equal((3, 2, 1), (receipt.RowsInLog, receipt.RowsOnServer, receipt.RowsReplaced.Values.Sum()));
        Assert.True(receipt.IsUploaded);
        Assert.Equal(10_383_363, TrainingProgram.LogOf(run).History[1]["text"].Length);
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("\"text\"") && warning.Contains("10.4 MB"));
    }

    [Fact]
    public async Task A_text_that_no_row_can_hold_is_replaced_by_one_that_says_so_and_the_other_values_arrive()
    {
        var run = await Program.StartAsync();
        run.Log(("i", 1), ("inner", MetricValue.Of(new { text = new string('x', 100_000_000) })), ("j", 2));

        var receipt = await run.FinishAsync();

        var row = Assert.Single(TrainingProgram.LogOf(run).History);
        Assert.Equal(("1", "2"), (row["i"], row["j"]));
        Assert.Contains("100,000,000 characters", row["inner.text"]);
        Assert.Equal((1, 1, 1), (receipt.RowsOffered, receipt.RowsInLog, receipt.ValuesLost));
        Assert.False(receipt.IsComplete);
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("\"inner.text\"") && warning.Contains("Artifact"));
    }

    [Fact]
    public async Task A_row_of_more_names_than_any_row_may_have_is_refused_and_counted()
    {
        var run = await Program.StartAsync();
        run.Log([.. Enumerable.Repeat(("text", (MetricValue)1), 5_000_000)]);
        run.Log(("i", 1));

        var receipt = await run.FinishAsync();

        Assert.Equal("1", Assert.Single(TrainingProgram.LogOf(run).History)["i"]);
        Assert.Equal((2, 1), (receipt.RowsOffered, receipt.RowsInLog));
        Assert.Equal(1, receipt.RowsDropped["too large, without names, or wrongly numbered"]);
        Assert.False(receipt.IsComplete);
    }

    [Fact]
    public async Task A_whole_model_a_cycle_and_thousands_of_levels_are_cut_counted_and_said_with_the_metric()
    {
        var cycle = new Link();
        cycle.Next = cycle;
        var levels = Enumerable.Range(0, 5_000).Aggregate(new Link(), (inner, _) => new Link { Next = inner });
        var model = Enumerable.Range(0, 1_000).ToDictionary(layer => $"layer{layer}", _ => Enumerable.Range(0, 200).Select(i => new { i }).ToList());
        var run = await Program.StartAsync();
        run.Log(("model", MetricValue.Of(model)), ("fine", 1));
        run.Log(("cycle", MetricValue.Of(cycle)), ("list", MetricValue.Of(new object[] { cycle, "x" })), ("fine", 2));
        run.Log(new { levels, fine = 3 });
        run.Log(("literal", "(cycle)"));

        var receipt = await run.FinishAsync();

        var rows = TrainingProgram.LogOf(run).History;
        Assert.Equal(["1", "2", "3"], rows.Take(3).Select(row => row["fine"]));
        Assert.Equal(4, receipt.ValuesLost);
        var said = (await Program.WarningsAsync()).Where(warning => warning.Contains("is not logged as it is")).ToList();
        Assert.Equal(4, said.Count);
        Assert.Contains(said, text => text.Contains("\"model\"") && text.Contains("more than 100000 values"));
        Assert.Contains(said, text => text.Contains("cycle"));
    }

    [Fact]
    public async Task Values_that_throw_become_texts_that_say_so()
    {
        var rows = await LogAsync(run =>
        {
            run.Log(("object", MetricValue.Of(new ThrowingProperties())), ("text", MetricValue.Of(new ThrowingText())), ("fine", 1));
            run.Log(new { inner = new ThrowingProperties(), fine = 2 });
            run.Log(("type", new ThrowingType()), ("fine", 3));
        });

        Assert.Equal(["1", "2", "3"], rows.Select(row => row["fine"]));
        Assert.Contains("the value's own trouble", string.Concat(rows[0].Values));
        Assert.Contains("the value's own trouble", string.Concat(rows[1].Values));
        Assert.Contains("the value's own trouble", rows[2]["type"]);
    }

    [Fact]
    public async Task Settings_that_throw_become_texts_that_say_so()
    {
        var run = await Program.StartAsync(new RunOptions { Config = { ["start"] = new ThrowingType() } });
        run.Config["late"] = new ThrowingType();
        run.Summary["last"] = new ThrowingType();
        run.Config.Update([new("more", new ThrowingProperties())]);

        var receipt = await run.FinishAsync();

        var log = TrainingProgram.LogOf(run);
        Assert.Empty(log.Complaints);
        Assert.Contains(log.Records.Where(record => record.Kind == PlainRecord.Config).SelectMany(record => record.Items), item => item.Json.Contains("the value's own trouble"));
        Assert.Contains(log.Records.Where(record => record.Kind == PlainRecord.Summary).SelectMany(record => record.Items), item => item.Json.Contains("the value's own trouble"));
        Assert.Equal(1, receipt.ValuesLost); // the one in the summary, whose text was made beside the rows
    }

    [Fact]
    public async Task What_has_no_names_is_refused_and_counted()
    {
        var run = await Program.StartAsync();
        run.Log("a text");
        run.Log<string>(null!);
        run.Log(new[] { 1, 2 });
        run.Log(new object());

        var receipt = await run.FinishAsync();

        Assert.Empty(TrainingProgram.LogOf(run).History);
        Assert.Equal((4, 0, 4), (receipt.RowsOffered, receipt.RowsInLog, receipt.RowsDropped.Values.Sum()));
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("has no names for its values"));
    }

    [Fact]
    public async Task A_row_after_the_end_is_refused_and_counted()
    {
        var run = await Program.StartAsync();
        var loss = run.Metric("loss");
        run.Log(("loss", 1));
        await run.FinishAsync();

        run.Log(("loss", 2));
        run.Log((loss, 2));
        run.Log(new { loss = 2 });
        run.Log(("late name", "text"));
        run.Summary["best"] = 1;
        run.Config["late"] = 1;
        var status = await run.GetStatusAsync();

        Assert.Single(TrainingProgram.LogOf(run).History);
        Assert.Equal((5, 4, 1), (status.Ledger.Offered, status.Ledger.RefusedClosed, status.Ledger.InLog));
    }

    [Fact]
    public async Task Finishing_twice_gives_the_first_receipt()
    {
        var run = await Program.StartAsync();
        run.Log(("loss", 1));

        var first = await run.FinishAsync(exitCode: 1);
        var second = await run.FinishAsync(exitCode: 2);

        Assert.Same(first, second);
        Assert.Single(TrainingProgram.LogOf(run).Records, record => record.Kind == PlainRecord.Exit);
    }

    private sealed class Link
    {
        public Link? Next { get; set; }
    }

    private sealed class ThrowingProperties
    {
        public string Broken => throw new InvalidOperationException("the value's own trouble");
    }

    private sealed class ThrowingText
    {
        public override string ToString() => throw new InvalidOperationException("the value's own trouble");
    }

    private sealed class ThrowingType : DataType
    {
        protected internal override void WriteJson(IBufferWriter<byte> writer) => throw new InvalidOperationException("the value's own trouble");
    }
}
