using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;
using static WandbActors.Persistence.Records.OutputRawRecord.Types;

namespace WandbActors.Persistence.Replay;

public sealed class ConsoleStateSpecs
{
    private const string Up = "\u001b[A";
    private const string Down = "\u001b[B";

    private readonly ConsoleState _console = new();
    private readonly ArrayBufferWriter<byte> _text = new();

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("no end", "no end")]
    [InlineData("0%\r50%\r100%\n", "100%")]
    [InlineData("long line\rshort", "shortline")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("a\n\n\nb", "a|||b")]
    [InlineData("a\n\n\n", "a")]
    [InlineData("\n", "")]
    [InlineData("one\ntwo\n" + Up + Up + "ONE", "ONE|two")]
    [InlineData("one\n" + Up + Up + Up + "O", "One")]
    [InlineData("one" + Down + "two", "one|   two")]
    [InlineData("\u001b[31mred\u001b[0m", "\u001b[31mred\u001b[0m")]
    [InlineData("\u001b[2A", "\u001b[2A")]
    [InlineData("x\u001b\ny", "x\u001b|y")]
    [InlineData("x\u001b[\ny", "x\u001b[|y")]
    [InlineData("one\n\u001b\u001b[AO", "oOe|\u001b")]
    [InlineData("日本 😀\r本", "本本 😀")]
    public void A_text_becomes_lines(string written, string lines)
    {
        Write(written);

        Assert.Equal(lines, string.Join('|', _console.Lines.TakeChanges().Select(line => line.Text)));
    }

    [Fact]
    public void A_sequence_may_be_cut_anywhere()
    {
        Write("one\n\u001b");
        Write("[");
        Write("AO\u001b");

        Write("[3");

        Assert.Equal("O\u001b[3", Assert.Single(_console.Lines.TakeChanges()).Text);
    }

    [Fact]
    public void Both_streams_share_the_numbers_and_have_cursors_of_their_own()
    {
        Write("out");
        Write("err\n", OutputType.Stderr);
        Write("put\rO");
        Write("more\n", OutputType.Stderr);

        var lines = _console.Lines.TakeChanges();

        Assert.Equal([(0, false, "Output"), (1, true, "err"), (2, true, "more")], lines.Select(line => (line.Number, line.IsError, line.Text)));
    }

    [Fact]
    public void A_line_has_the_time_of_its_first_character()
    {
        Write("a", second: 1);
        Write("b\n\n", second: 2);
        Write("c", second: 3);
        _console.Apply(new OutputRawRecord { OutputType = OutputType.Stdout, Line = "\nd" });

        var lines = _console.Lines.TakeChanges();

        Assert.Equal([1, 3, 3, 3], lines.Select(line => (line.WrittenAt - DateTime.UnixEpoch).TotalSeconds));
    }

    [Fact]
    public void A_line_is_written_as_servers_want_it()
    {
        var time = new DateTime(2026, 11, 23, 8, 5, 41, DateTimeKind.Utc).AddMicroseconds(756435);

        var plain = new ConsoleLine(0, time, false, "a \"line\"").ToPlain();
        var error = new ConsoleLine(1, time, true, "an error").ToPlain();
        var structured = new ConsoleLine(0, time, false, "a \"line\"").ToStructured();
        var structuredError = new ConsoleLine(1, time, true, "an error").ToStructured();

        Assert.Equal("2026-11-23T08:05:41.756435 a \"line\"", plain);
        Assert.Equal("ERROR 2026-11-23T08:05:41.756435 an error", error);
        Assert.Equal("""{"ts":"2026-11-23T08:05:41.756435","content":"a \"line\""}""", structured);
        Assert.Equal("""{"level":"error","ts":"2026-11-23T08:05:41.756435","content":"an error"}""", structuredError);
    }

    [Fact]
    public void Only_lines_that_changed_are_taken()
    {
        Write("a\nb\nc");
        _console.Lines.TakeChanges();

        Write("\r" + Up + "B\r" + Up + "a");
        var changes = _console.Lines.TakeChanges();

        Assert.Equal([(1, "B")], changes.Select(line => (line.Number, line.Text)));
        Assert.False(_console.Lines.IsChanged);
    }

    [Fact]
    public void The_cursor_cannot_go_back_beyond_the_window()
    {
        Write(string.Concat(Enumerable.Range(0, 100).Select(i => $"line {i}\n")));
        _console.Lines.TakeChanges();

        Write(string.Concat(Enumerable.Repeat(Up, 200)) + "X");

        var change = Assert.Single(_console.Lines.TakeChanges());
        Assert.Equal((100 - ConsoleTerminal.Height + 1, "Xine 69"), (change.Number, change.Text));
    }

    [Fact]
    public void A_line_that_many_others_have_followed_does_not_change_any_more()
    {
        Write("error", OutputType.Stderr);
        Write(string.Concat(Enumerable.Range(0, ConsoleLines.MaxOpenLines).Select(i => $"line {i}\n")));
        _console.Lines.TakeChanges();

        Write(" late", OutputType.Stderr);

        Assert.Empty(_console.Lines.TakeChanges());
    }

    [Fact]
    public void A_line_is_cut_off_at_its_limit()
    {
        Write(new string('x', ConsoleLines.MaxLineLength + 5) + "\nnext");

        Assert.Equal([ConsoleLines.MaxLineLength, 4], _console.Lines.TakeChanges().Select(line => line.Text.Length));
    }

    [Fact]
    public void Settled_text_is_moved_once_and_the_rest_at_the_end()
    {
        Write(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}\n")));

        _console.Lines.TakeText(_text, isLast: false);
        var settled = Encoding.UTF8.GetString(_text.WrittenSpan);
        _console.Lines.TakeText(_text, isLast: true);
        _console.Lines.TakeText(_text, isLast: true);

        Assert.Equal(string.Concat(Enumerable.Range(0, 8).Select(i => $"{i}\n")), settled);
        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}\n")), Encoding.UTF8.GetString(_text.WrittenSpan));
    }

    [Fact]
    public void A_loggers_line_is_a_line()
    {
        Write("half");
        _console.Apply(new OutputLoggerRecord { Line = "logged" });
        _console.Apply(new OutputLoggerRecord { Line = "again\n" });
        Write(" done");

        Assert.Equal(["half done", "logged", "again"], _console.Lines.TakeChanges().Select(line => line.Text));
    }

    [Property]
    public bool Taking_in_between_changes_nothing((int Piece, bool IsError, bool IsTaken)[] writes)
    {
        string[] pieces = ["a", "progress", "\r", "\n", "\n\n", Up, Down, "\u001b", "[", "A", "日"];
        var (whole, other) = (new ConsoleState(), new ConsoleState());
        var (wholeText, text) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        var server = new SortedDictionary<int, ConsoleLine>();

        foreach (var (piece, isError, isTaken) in writes)
        {
            var record = RecordOf(pieces[(piece & int.MaxValue) % pieces.Length], isError ? OutputType.Stderr : OutputType.Stdout, second: 1);
            whole.Apply(record);
            other.Apply(record);
            if (!isTaken)
                continue;
            other.Lines.TakeChanges().ToList().ForEach(line => server[line.Number] = line);
            other.Lines.TakeText(text, isLast: false);
        }

        other.Lines.TakeChanges().ToList().ForEach(line => server[line.Number] = line);
        other.Lines.TakeText(text, isLast: true);
        whole.Lines.TakeText(wholeText, isLast: true);
        return server.Values.SequenceEqual(whole.Lines.TakeChanges()) && text.WrittenSpan.SequenceEqual(wholeText.WrittenSpan);
    }

    private void Write(string text, OutputType type = OutputType.Stdout, long second = 0) => _console.Apply(RecordOf(text, type, second));

    private static OutputRawRecord RecordOf(string text, OutputType type, long second) =>
        new() { OutputType = type, Line = text, Timestamp = new Timestamp { Seconds = second } };
}
