using System.Text;
using System.Text.Json.Nodes;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class FileStreamPayloadSpecs
{
    [Fact]
    public void A_heartbeat_is_an_empty_object() => Assert.Equal("{}"u8.ToArray(), FileStreamPayload.Heartbeat.Body.ToArray());

    [Fact]
    public void A_request_with_everything_in_it_has_this_form()
    {
        var request = Lines.History("""{"loss":NaN}""")
            .Merge(Lines.Events("""{"system.cpu":1.5}"""))
            .Merge(Lines.Console((40, "2026-08-21T10:00:00.000000 \e[31mré✓日本\t𝄞")))
            .Merge(Lines.Summary("""{"a":"\\"}"""))
            .Merge(new FileStreamRequest { Uploaded = ["media/b ü.png", "media/a.png"], Preempting = true, ExitCode = -1 });

        var body = Body(request);

        Assert.Equal(
            """
            {"files":{"wandb-history.jsonl":{"offset":0,"content":["{\"loss\":NaN}"]},
            "wandb-events.jsonl":{"offset":0,"content":["{\"system.cpu\":1.5}"]},
            "output.log":{"offset":40,"content":["2026-08-21T10:00:00.000000 \u001B[31mré✓日本\t\uD834\uDD1E"]},
            "wandb-summary.json":{"offset":0,"content":["{\"a\":\"\\\\\"}"]}},
            "uploaded":["media/a.png","media/b ü.png"],"preempting":true,"complete":true,"exitcode":-1}
            """.ReplaceLineEndings(""),
            body);
    }

    [Theory]
    [InlineData((64 << 10) - 1)]
    [InlineData(64 << 10)]
    [InlineData((64 << 10) + 1)]
    [InlineData(3 * (64 << 10))]
    [InlineData(200_001)]
    public void Long_lines_come_back_whole(int bytes)
    {
        var line = string.Concat(Enumerable.Repeat("é\"\\日\n", (bytes / 9) + 1));
        line = new string('x', bytes - ((bytes / 9) * 9)) + line;

        var body = Body(Lines.History(line));

        Assert.Equal(line, (string?)JsonNode.Parse(body)!["files"]!["wandb-history.jsonl"]!["content"]![0]);
    }

    [Fact]
    public void Broken_text_is_sent_with_replacement_characters()
    {
        var request = new FileStreamRequest { History = LineList.Of(new byte[] { (byte)'a', 0xFF, (byte)'b', 0xE6, 0x97 }) };

        var body = Body(request);

        Assert.Equal("a\uFFFDb\uFFFD", (string?)JsonNode.Parse(body)!["files"]!["wandb-history.jsonl"]!["content"]![0]);
    }

    private static string Body(FileStreamRequest request)
    {
        var state = new FileStreamState(default, FileStreamLimits.Default);
        state.Add(request);
        return Encoding.UTF8.GetString(state.Take()!.Body.Span);
    }
}
