using FsCheck.Xunit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Tests.Printing;

public sealed class RunOutputSpecs : IDisposable
{
    private static readonly TimeSpan Window = SomeRun.Defaults.Output.RewriteWindow;

    // What programs print: lines, bars of both kinds that grow and shrink, colours, cursor movements, whole and cut.
    private static readonly string[] Pieces =
        ["loss", "a line\n", "\n", "\r1%", "\r10%", "\r100%", "\r7%", "2%\r", "22%\r", "\r\n", "\r", "\r\e[32m50%\e[0m", "\e[A", "\rup\e[A", "\e", "\r9\e[", "B", "日本", "\r😀😀", "\r3%\r4%"];

    private readonly SomeRun _run = Large();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Each_write_is_a_record_with_its_stream_and_its_time()
    {
        _run.Session.Output.Write("plain line", isError: false);
        _run.Time.Advance(TimeSpan.FromSeconds(1.5));
        _run.Session.Output.Write("\n", isError: false);
        _run.Session.Output.Write("an error line\n", isError: true);

        Assert.Equal(
            [("Stdout", 0, "plain line"), ("Stdout", 1.5, "\n"), ("Stderr", 1.5, "an error line\n")],
            Written().Select(output => ($"{output.OutputType}", (output.Timestamp.ToDateTimeOffset() - SomeRun.Noon).TotalSeconds, output.Line)));
    }

    [Fact]
    public void Of_a_line_that_is_rewritten_all_the_time_one_state_a_window_is_kept_and_the_last()
    {
        for (var update = 0; update < 20_000; update++)
        {
            _run.Session.Output.Write($"\rprogress {update}/20000", isError: false);
            _run.Time.Advance(TimeSpan.FromMicroseconds(100));
        }

        _run.Session.Output.Write("\ndone\n", isError: false);

        var written = Written().Select(output => output.Line).ToArray();
        Assert.InRange(written.Length, 20, 24); // 2 s in windows of 100 ms
        Assert.Equal(["\rprogress 19999/20000", "\ndone\n"], written[^2..]);
    }

    [Fact]
    public void A_shorter_state_does_not_hide_what_a_longer_one_has_left_behind()
    {
        foreach (var text in (string[])["\r....", "\rlong state", "\rend", "\n"])
            _run.Session.Output.Write(text, isError: false);

        Assert.Equal("endg state", Assert.Single(Shown(Written())).Text);
    }

    [Property(MaxTest = 500)]
    public void What_can_be_seen_is_what_all_writes_together_would_show(byte[] steps)
    {
        using var run = Large();
        var all = new ConsoleState();

        foreach (var step in steps)
        {
            var (piece, isError) = (Pieces[step % Pieces.Length], step % 7 == 0);
            run.Session.Output.Write(piece, isError);
            all.Apply(new OutputRawRecord { OutputType = isError ? OutputRawRecord.Types.OutputType.Stderr : OutputRawRecord.Types.OutputType.Stdout, Line = piece });
            if (step % 11 == 0)
                run.Time.Advance(Window / 2);
        }

        run.Session.Output.Close();
        Assert.Equal(Texts(all.Lines.TakeChanges()), Texts(Shown(Written(run))));
    }

    [Fact]
    public void A_very_long_write_is_cut_into_pieces_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("😀!", 40_000));

        _run.Session.Output.Write(text, isError: false);

        var lines = Written().Select(output => output.Line).ToArray();
        Assert.Equal(text, string.Concat(lines));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 16 << 10));
    }

    [Fact]
    public void A_character_that_comes_in_halves_is_one()
    {
        foreach (var half in "😀\n")
            _run.Session.Output.Write([half], isError: false);

        Assert.Equal(["😀", "\n"], Written().Select(output => output.Line));
    }

    [Fact]
    public void A_loggers_line_ends_the_line_that_is_open()
    {
        _run.Session.Output.Write("\rprogress 1/4", isError: false);
        _run.Session.Output.WriteLine("info: started", isError: false);
        _run.Session.Output.Write("\rprogress 2/4", isError: false);
        _run.Session.Output.WriteLine("fail: broken", isError: true);

        Assert.Equal(["progress 1/4", "info: started", "progress 2/4", "ERROR fail: broken"], Shown(Written()).Select(line => (line.IsError ? "ERROR " : "") + line.Text));
    }

    [Fact]
    public void Text_takes_half_of_the_ring_at_most_and_leaves_the_rest_to_rows()
    {
        using var run = new SomeRun().Begin();
        for (var write = 0; write < 2_000; write++)
            run.Session.Output.Write(new string('x', 100), isError: false);

        for (var row = 0; row < 100; row++)
            Assert.Equal(AppendOutcome.Accepted, run.Buffer.Append([("loss", row)], null, commit: true, mayWait: false));

        var ledger = run.Session.Ledger.Read();
        Assert.Equal(2_000, ledger.OutputLost + Written(run).Count);
        Assert.InRange(ledger.OutputLost, 1_000, 1_999);
        Assert.Equal((0, 0), (ledger.Refused, ledger.ValuesLost));
    }

    [Fact]
    public void After_the_end_nothing_is_taken_and_nothing_is_missed()
    {
        _run.Session.Output.Close();

        _run.Session.Output.Write("late\n", isError: false);
        _run.Session.Output.WriteLine("later", isError: true);

        Assert.Empty(Written());
        Assert.Equal(0, _run.Session.Ledger.Read().OutputLost);
    }

    private static IReadOnlyList<ConsoleLine> Shown(IEnumerable<OutputRawRecord> written)
    {
        var console = new ConsoleState();
        foreach (var output in written)
            console.Apply(output);
        return console.Lines.TakeChanges();
    }

    private static string[] Texts(IEnumerable<ConsoleLine> lines) => [.. lines.Select(line => $"{line.Number} {line.IsError} {line.Text}")];

    private static List<OutputRawRecord> Written(SomeRun run)
    {
        run.WriteLog();
        return [.. run.Records.Select(record => record.OutputRaw).OfType<OutputRawRecord>()];
    }

    private static SomeRun Large() => new SomeRun(ring: SomeRing.Settings with { RingBytes = 1 << 20 }).Begin();

    private List<OutputRawRecord> Written() => Written(_run);
}
