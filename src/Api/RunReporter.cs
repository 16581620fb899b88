using WandbActors.Actors;
using WandbActors.Capturing;
using WandbActors.Reporting;
using WandbActors.Resolution;
using WandbActors.Surroundings;

namespace WandbActors;

/// <summary>Tells where the run is at its start, and what became of it at its end: the person at the terminal, or the outlet of the run's host.</summary>
internal sealed class RunReporter(ResolvedRunOptions options, ProcessSurroundings surroundings, IRunOutlet? outlet = null)
{
    /// <summary>What each line begins with.</summary>
    public const string Prefix = "wandb: ";

    /// <summary>Where the run is kept or shown, what was recovered, and what else should be known at the start.</summary>
    public void Greet(Run run, RunSession session, IReadOnlyList<string> claimed)
    {
        string[] notices = [.. options.Notices, .. session.Directory.Notices, .. claimed, .. session.Buffer.IsCrashSafe ? [] : (string[])[session.Buffer.Description]];
        if (outlet is not null)
        {
            outlet.Started(run, run.Mode == RunMode.Online ? options.Server.ToString() : null, notices);
            return;
        }

        foreach (var notice in notices)
            Say(notice);
        if (options.IsQuiet)
            return;

        Say(run.Mode == RunMode.Offline
            ? $"Run {run.Id} is offline; it is kept in {run.Directory}"
            : $"Run {run.Id} is kept in {run.Directory} and sent to {options.Server}");
        if (run.Url is { } url)
            Say($"View it at {url}");
    }

    /// <summary>Makes the receipt, and prints it with the last values.</summary>
    public RunReceipt Report(RunSession session, RunIdentity identity, RunStatus status)
    {
        if (session.ReleasedOffset > 0 && !File.Exists(session.Directory.LogPath))
            Warn(session, $"{session.Directory.LogPath} has been removed: what was logged is lost unless the server has it");
        var receipt = Receipt(session, identity, status);
        if (outlet is not null)
        {
            outlet.Finished(receipt);
            return receipt;
        }

        var style = TerminalStyle.Detect(surroundings.Variables, Console.IsErrorRedirected, Console.OutputEncoding);
        foreach (var line in FinishReport.Write(receipt, session.Sampler.ToTraces(), style, options.IsQuiet, options.IsSilent))
            OwnWords.Say(Console.Error, line);
        return receipt;
    }

    /// <summary>Something was logged after the end. Any thread; never throws.</summary>
    public void SayLate(RunSession session)
    {
        if (outlet is not null)
            outlet.WarnLate(session.Id.Value);
        else
            Say($"WARNING Run {session.Id} has ended: what is logged or set after that is lost. Call FinishAsync behind the last call, or start another run.");
    }

    /// <summary>The receipt of a run that keeps nothing.</summary>
    public static RunReceipt Disabled(RunIdentity identity) => new()
    {
        RunId = identity.RunId,
        Mode = identity.Mode,
        RowsOffered = 0,
        RowsAccepted = 0,
        RowsInLog = 0,
        RowsOnServer = 0,
        Directory = null,
    };

    private static RunReceipt Receipt(RunSession session, RunIdentity identity, RunStatus status)
    {
        var ledger = status.Ledger;
        return new RunReceipt
        {
            RunId = identity.RunId,
            Mode = identity.Mode,
            RowsOffered = ledger.Offered,
            RowsAccepted = ledger.Accepted,
            RowsInLog = File.Exists(session.Directory.LogPath) ? ledger.InLog : 0,
            RowsMerged = ledger.Merged,
            AggregateRows = ledger.AggregateRows,
            RowsOnServer = ledger.OnServer,
            RowsDropped = Counted(
                ("the memory buffer was full", ledger.RefusedFull),
                ("the run had ended", ledger.RefusedClosed),
                ("too large, without names, or wrongly numbered", ledger.RefusedOther),
                ("unreadable", ledger.Poisoned)),
            RowsReplaced = Counted(("too long", ledger.MarkersTooLong), ("unreadable", ledger.MarkersUnreadable)),
            ValuesLost = ledger.ValuesLost,
            ValuesGivenUp = Counted(
                ("could not be read", ledger.ValuesFailed),
                ("had not come in time", ledger.ValuesTimedOut),
                ("were given up because half of the memory buffer waited for them", ledger.ValuesCrowdedOut),
                ("found too many of their device under way", ledger.ValuesWithoutSlot),
                ("had not come when the run ended", ledger.ValuesUnfinished)),
            OutputLost = ledger.OutputLost,
            FilesLost = ledger.FilesLost,
            IsUploaded = status.Upload == UploadState.Complete,
            UploadProblem = identity.Mode == RunMode.Online && status.Upload != UploadState.Complete ? status.Problem : null,
            Directory = session.Directory.Path,
            RunUrl = session.Url,
        };
    }

    private static Dictionary<string, long> Counted(params ReadOnlySpan<(string Reason, long Rows)> reasons)
    {
        var counted = new Dictionary<string, long>();
        foreach (var (reason, rows) in reasons)
        {
            if (rows > 0)
                counted.Add(reason, rows);
        }

        return counted;
    }

    private void Warn(RunSession session, string problem)
    {
        if (outlet is not null)
            outlet.Warn(session.Id.Value, problem);
        else
            Say(problem);
    }

    private void Say(string text)
    {
        if (!options.IsSilent)
            OwnWords.Say(Console.Error, Prefix + text);
    }
}
