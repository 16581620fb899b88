using System.Text;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class SendableLineSpecs
{
    [Fact]
    public void A_row_is_its_line()
    {
        var record = new HistoryRecord { Item = { new HistoryItem { Key = "a", ValueJson = "1" } } };

        var sendable = SendableLine.Of(new ReplayEffect.HistoryLine(record));

        Assert.Equal("""{"a":1}""", Text(sendable));
        Assert.Null(sendable.Problem);
    }

    [Fact]
    public void A_row_that_cannot_be_written_leaves_its_line_to_a_marker_with_its_step_and_times()
    {
        var sendable = SendableLine.Of(Broken, () => """{"_step":7,"_runtime":1.5,"_timestamp":1e9}"""u8.ToArray());

        Assert.Equal("""{"_step":7,"_runtime":1.5,"_timestamp":1e9,"_left_out":"a row that cannot be written: too deep"}""", Text(sendable));
        Assert.Equal("too deep", sendable.Problem);
    }

    [Fact]
    public void And_without_them_if_they_cannot_be_written_either()
    {
        var sendable = SendableLine.Of(Broken, Broken);

        Assert.Equal("""{"_left_out":"a row that cannot be written: too deep"}""", Text(sendable));
    }

    private static ReadOnlyMemory<byte> Broken() => throw new InvalidOperationException("too deep");

    private static string Text(SendableLine sendable) => Encoding.UTF8.GetString(sendable.Line.Span);
}
