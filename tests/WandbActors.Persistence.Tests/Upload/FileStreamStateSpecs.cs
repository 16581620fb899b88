using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class FileStreamStateSpecs
{
    private readonly FileStreamState _state = new(default, FileStreamLimits.Default);

    [Fact]
    public void Lines_follow_each_other_from_the_base()
    {
        var state = new FileStreamState(new FileStreamOffsets(200, 10, 40), FileStreamLimits.Default);
        state.Add(Lines.History("{}", "{}").Merge(Lines.Events("{}")).Merge(Lines.Console((2, "x"))));
        Take(state);
        state.Add(Lines.History("{}").Merge(Lines.Events("{}")).Merge(Lines.Console((3, "y"))));

        var body = Take(state);

        Assert.Equal(202, (int?)body["files"]!["wandb-history.jsonl"]!["offset"]);
        Assert.Equal(11, (int?)body["files"]!["wandb-events.jsonl"]!["offset"]);
        Assert.Equal(43, (int?)body["files"]!["output.log"]!["offset"]);
        Assert.Equal(new FileStreamOffsets(203, 12, 40), state.Offsets);
    }

    [Fact]
    public void Nothing_pending_makes_no_request()
    {
        _state.Add(FileStreamRequest.Empty);

        Assert.False(_state.HasPending);
        Assert.Null(_state.Take());
    }

    [Fact]
    public void The_summary_is_sent_whole_at_line_0_in_its_last_form()
    {
        _state.Add(Lines.Summary("""{"loss":2}"""));
        _state.Add(Lines.Summary("""{"loss":1}"""));

        var body = Take(_state);

        Assert.Equal("""{"files":{"wandb-summary.json":{"offset":0,"content":["{\"loss\":1}"]}}}""", body.ToJsonString(Relaxed));
    }

    [Fact]
    public void One_request_carries_one_run_of_console_lines_and_the_rest_waits()
    {
        _state.Add(Lines.Console((0, "a"), (1, "b"), (5, "f"), (6, "g"), (9, "j")));

        var runs = Drain(_state).Select(body => body["files"]!["output.log"]!.ToJsonString());

        Assert.Equal(
            ["""{"offset":0,"content":["a","b"]}""", """{"offset":5,"content":["f","g"]}""", """{"offset":9,"content":["j"]}"""],
            runs);
    }

    [Fact]
    public void A_rewritten_console_line_goes_to_its_old_place()
    {
        _state.Add(Lines.Console((0, "0 %"), (1, "")));
        Take(_state);
        _state.Add(Lines.Console((0, "100 %")));

        var body = Take(_state);

        Assert.Equal("""{"offset":0,"content":["100 %"]}""", body["files"]!["output.log"]!.ToJsonString());
    }

    [Fact]
    public void A_backlog_is_split_at_ten_mebibytes_of_lines()
    {
        var line = new string('x', 1 << 20);
        for (var i = 0; i < 25; i++)
            _state.Add(Lines.History(line));

        var bodies = Drain(_state);

        Assert.Equal([10, 10, 5], bodies.Select(body => body["files"]!["wandb-history.jsonl"]!["content"]!.AsArray().Count));
        Assert.Equal([0, 10, 20], bodies.Select(body => (int)body["files"]!["wandb-history.jsonl"]!["offset"]!));
    }

    [Fact]
    public void All_files_share_the_room_of_a_request()
    {
        var half = new string('x', 5 << 20);
        _state.Add(Lines.History(half).Merge(Lines.Events(half)).Merge(Lines.Console((0, half))).Merge(Lines.Summary(half)));

        var bodies = Drain(_state);

        Assert.Equal(["wandb-history.jsonl,wandb-events.jsonl", "output.log,wandb-summary.json"], bodies.Select(Files));
    }

    [Fact]
    public void Completion_waits_for_the_last_line()
    {
        _state.Add(Lines.Console((0, "a"), (4, "b")).Merge(Lines.Exit(3)));
        _state.Add(Lines.History("{}"));

        var bodies = Drain(_state);

        Assert.Null(bodies[0]["complete"]);
        Assert.Null(bodies[0]["exitcode"]);
        Assert.True((bool?)bodies[1]["complete"]);
        Assert.Equal(3, (int?)bodies[1]["exitcode"]);
        Assert.Equal(2, bodies.Count);
    }

    [Fact]
    public void Completion_can_come_by_itself()
    {
        _state.Add(Lines.Exit(0));

        Assert.Equal("""{"complete":true,"exitcode":0}""", Encoding.UTF8.GetString(_state.Take()!.Body.Span));
    }

    [Fact]
    public void Nothing_may_follow_completion()
    {
        _state.Add(Lines.Exit(0));
        _state.Take();

        Assert.Throws<InvalidOperationException>(() => _state.Add(Lines.History("{}")));
    }

    [Fact]
    public void A_row_that_is_too_long_leaves_its_line_to_a_marker_with_all_but_its_longest_value()
    {
        var row = $$"""{"text":"{{new string('x', 10_383_360)}}","_step":41,"_runtime":1.5,"nan":NaN,"_timestamp":1.795421181903137e+09}""";
        _state.Add(Lines.History("""{"_step":40}""", row, """{"_step":42}"""));

        var payload = _state.Take()!;

        var lines = JsonNode.Parse(payload.Body.Span)!["files"]!["wandb-history.jsonl"]!["content"]!.AsArray().Select(line => (string)line!).ToArray();
        Assert.Equal(
            $$"""{"text":"(left out: too long)","_step":41,"_runtime":1.5,"nan":NaN,"_timestamp":1.795421181903137e+09,"_left_out":"text: a line of {{row.Length}} bytes, longer than the 10383360 that W&B takes"}""",
            lines[1]);
        Assert.Equal("""{"_step":42}""", lines[2]);
        Assert.Equal(3, payload.HistoryLines);
    }

    [Fact]
    public void A_line_of_just_the_limit_is_sent_as_it_is()
    {
        _state.Add(Lines.History(new string('x', 10_383_360)));

        var payload = _state.Take()!;

        Assert.True(payload.Body.Length > 10_383_360);
    }

    [Fact]
    public void Other_lines_that_are_too_long_become_markers_too()
    {
        var state = new FileStreamState(default, new FileStreamLimits(1000, 5));
        state.Add(Lines.Summary("""{"a":1}""").Merge(Lines.Events("""{"b":2}""")).Merge(Lines.Console((0, "too long"))));

        var body = Take(state);

        Assert.StartsWith("""{"_left_out":""", (string)body["files"]!["wandb-summary.json"]!["content"]![0]!, StringComparison.Ordinal);
        Assert.StartsWith("""{"_left_out":""", (string)body["files"]!["wandb-events.jsonl"]!["content"]![0]!, StringComparison.Ordinal);
        Assert.Equal("(a line of 8 bytes, longer than the 5 that W&B takes)", (string?)body["files"]!["output.log"]!["content"]![0]);
    }

    [Property]
    public Property Every_history_line_arrives_once_at_its_place_whatever_the_limit() => Prop.ForAll(
        Gen.Choose(1, 40).ToArbitrary(),
        Gen.Choose(0, 12).ListOf().ToArbitrary(),
        (maxBytes, lengths) =>
        {
            var lines = lengths.Select((length, index) => $"{index}:{new string('x', length)}").ToArray();
            var state = new FileStreamState(default, new FileStreamLimits(maxBytes, 1000));
            foreach (var line in lines)
                state.Add(Lines.History(line));

            var bodies = Drain(state).Select(body => body["files"]!["wandb-history.jsonl"]!).ToArray();

            Assert.Equal(lines, bodies.SelectMany(file => file["content"]!.AsArray()).Select(line => (string)line!));
            Assert.Equal(Running(bodies.Select(file => file["content"]!.AsArray().Count)), bodies.Select(file => (int)file["offset"]!));
            Assert.All(bodies, file => Assert.True(file["content"]!.AsArray().Count == 1 || Weight(file) <= maxBytes));
        });

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void A_full_request_does_not_wait_for_its_turn(int bytes, bool isUrgent)
    {
        var state = new FileStreamState(default, new FileStreamLimits(10, 100));

        state.Add(Lines.History(new string('x', bytes)));

        Assert.Equal(isUrgent, state.IsUrgent);
    }

    [Fact]
    public void A_warning_and_the_end_do_not_wait_for_their_turn()
    {
        var warned = new FileStreamState(default, FileStreamLimits.Default);
        var ended = new FileStreamState(default, FileStreamLimits.Default);

        warned.Add(new FileStreamRequest { Preempting = true });
        ended.Add(Lines.Exit(0));

        Assert.True(warned.IsUrgent);
        Assert.True(ended.IsUrgent);
        Assert.Equal("""{"preempting":true}""", Encoding.UTF8.GetString(warned.Take()!.Body.Span));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonNode Take(FileStreamState state) => JsonNode.Parse(state.Take()!.Body.Span)!;

    private static List<JsonNode> Drain(FileStreamState state)
    {
        var bodies = new List<JsonNode>();
        while (state.HasPending)
            bodies.Add(Take(state));
        return bodies;
    }

    private static string Files(JsonNode body) => string.Join(',', body["files"]!.AsObject().Select(file => file.Key));

    private static int Weight(JsonNode file) => file["content"]!.AsArray().Sum(line => ((string)line!).Length);

    private static IEnumerable<int> Running(IEnumerable<int> counts)
    {
        var sum = 0;
        foreach (var count in counts)
        {
            yield return sum;
            sum += count;
        }
    }
}
