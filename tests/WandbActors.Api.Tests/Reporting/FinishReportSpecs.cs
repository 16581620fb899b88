using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Reporting;

namespace WandbActors.Api.Tests.Reporting;

public class FinishReportSpecs
{
    private static readonly TerminalStyle Unicode = new(HasColor: false, HasUnicode: true);

    private static readonly RunReceipt Offline = new()
    {
        RunId = "r1",
        Mode = RunMode.Offline,
        RowsOffered = 3,
        RowsAccepted = 3,
        RowsInLog = 3,
        RowsOnServer = 0,
        Directory = "/work/wandb/offline-run-1",
    };

    private static readonly MetricTrace[] Metrics = [new("acc", "0.9", [0, 0.5, 0.9]), new("phase", "done", []), new("train/loss", "1", [3, 2, 1])];

    [Fact]
    public void An_offline_run_shows_its_metrics_and_how_to_send_it()
    {
        var lines = FinishReport.Write(Offline, Metrics, Unicode, isQuiet: false, isSilent: false);

        Assert.Equal(
            """
            wandb: Run history:
            wandb:          acc ▁▅█
            wandb:   train/loss █▅▁
            wandb: 
            wandb: Run summary:
            wandb:          acc 0.9
            wandb:        phase done
            wandb:   train/loss 1
            wandb: 
            wandb: You can send this run to the server by running (`wandb sync` works too):
            wandb: wandb-actors sync /work/wandb/offline-run-1
            wandb: Rows: 3 logged, 3 in the log
            wandb: Find the run's files at: /work/wandb/offline-run-1
            """.ReplaceLineEndings("\n"),
            string.Join('\n', lines));
    }

    [Fact]
    public void An_online_run_that_is_sent_shows_its_page()
    {
        var receipt = Offline with { Mode = RunMode.Online, IsUploaded = true, RowsOnServer = 3, RunUrl = "https://wandb.ai/lab/p/runs/r1" };

        var lines = FinishReport.Write(receipt, [], Unicode, isQuiet: true, isSilent: false);

        Assert.Equal(["wandb: View run r1 at: https://wandb.ai/lab/p/runs/r1"], lines);
    }

    [Fact]
    public void The_ledger_says_what_was_merged_and_what_waits()
    {
        var receipt = Offline with { Mode = RunMode.Online, RowsMerged = 1, RowsOnServer = 1 };

        var lines = FinishReport.Write(receipt, [], Unicode, isQuiet: false, isSilent: false);

        Assert.Contains("wandb: Rows: 3 logged, 3 in the log (1 of them merged into others), 1 records on the server, 1 waiting", lines);
    }

    [Fact]
    public void Losses_are_told_even_to_those_who_want_quiet()
    {
        var receipt = Offline with { RowsDropped = new Dictionary<string, long> { ["the buffer was full"] = 2 }, ValuesLost = 1, UploadProblem = "403" };

        var lines = FinishReport.Write(receipt, Metrics, Unicode, isQuiet: true, isSilent: false);

        Assert.Contains("wandb: WARNING 2 of 3 rows were lost: the buffer was full", lines);
        Assert.Contains("wandb: WARNING 1 values are missing in rows that were kept", lines);
        Assert.Contains("wandb: WARNING Not all is on the server: 403", lines);
        Assert.DoesNotContain(lines, line => line.Contains("acc"));
    }

    [Fact]
    public void Silence_is_silence()
    {
        Assert.Empty(FinishReport.Write(Offline, Metrics, Unicode, isQuiet: false, isSilent: true));
        Assert.Empty(FinishReport.Write(Offline with { Mode = RunMode.Disabled }, Metrics, Unicode, isQuiet: false, isSilent: false));
    }

    [Fact]
    public void No_control_character_of_a_name_or_text_reaches_the_terminal()
    {
        MetricTrace[] hostile = [new("a\e[2Jb\n", "x\r\ty\u009b", [1])];

        var lines = FinishReport.Write(Offline, hostile, Unicode, isQuiet: false, isSilent: false);

        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
    }

    [Fact]
    public void A_terminal_that_knows_only_ascii_gets_only_ascii()
    {
        MetricTrace[] metrics = [new("日本", "é", [1, 2]), new(new string('n', 100), "1", [1, 2])];

        var lines = FinishReport.Write(Offline, metrics, TerminalStyle.Plain, isQuiet: false, isSilent: false);

        Assert.All(lines, line => Assert.True(Ascii.IsValid(line), line));
    }

    [Fact]
    public void Many_metrics_are_counted_and_not_all_shown()
    {
        MetricTrace[] many = [.. Enumerable.Range(0, 25).Select(index => new MetricTrace($"m{index}", "1", [1]))];

        var lines = FinishReport.Write(Offline, many, Unicode, isQuiet: false, isSilent: false);

        Assert.Contains("wandb:   + 5 more", lines);
    }

    [Theory]
    [InlineData("xterm", "", false, true)]
    [InlineData("xterm", "", true, false)]
    [InlineData("xterm", "1", false, false)]
    [InlineData("dumb", "", false, false)]
    public void Colours_are_for_terminals_that_want_them(string term, string noColor, bool isRedirected, bool hasColor)
    {
        var variables = new Dictionary<string, string> { ["TERM"] = term, ["NO_COLOR"] = noColor };

        var style = TerminalStyle.Detect(variables, isRedirected, Encoding.UTF8);

        Assert.Equal(hasColor, style.HasColor);
        Assert.Equal(hasColor, FinishReport.Write(Offline, Metrics, style, isQuiet: true, isSilent: false)[0].Contains('\e'));
    }

    [Fact]
    public void Blocks_are_drawn_only_where_the_encoding_has_them()
    {
        Assert.True(TerminalStyle.Detect(new Dictionary<string, string>(), isRedirected: true, Encoding.UTF8).HasUnicode);
        Assert.False(TerminalStyle.Detect(new Dictionary<string, string>(), isRedirected: true, Encoding.ASCII).HasUnicode);
        Assert.False(TerminalStyle.Detect(new Dictionary<string, string>(), isRedirected: true, Encoding.Latin1).HasUnicode);
    }
}
