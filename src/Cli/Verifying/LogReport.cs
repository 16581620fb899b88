using WandbActors.Cli.Finding;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Cli.Verifying;

/// <summary>What is in a log, and what is wrong with it. Immutable.</summary>
internal sealed record LogReport(RunPlace Place)
{
    public required bool IsLive { get; init; }

    public required long Bytes { get; init; }

    /// <summary>How many records there are of each kind, by their names.</summary>
    public required IReadOnlyDictionary<string, long> Records { get; init; }

    public required RowLedger Rows { get; init; }

    /// <summary>Files of the run that its log names and that are not in its <c>files/</c>; W&amp;B's own tools write some of them later.</summary>
    public required IReadOnlyList<string> MissingFiles { get; init; }

    /// <summary>How the run ended; <c>null</c> when the log does not say.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>Whether a row buffer was left behind, from which <c>recover</c> finishes the log.</summary>
    public required bool HasRowBuffer { get; init; }

    /// <summary>Bytes and records that no writer wrote, and records that are missing: where, and what.</summary>
    public required IReadOnlyList<LogProblem> Damage { get; init; }

    /// <summary>How much damage there is beyond what is listed.</summary>
    public required long MoreDamage { get; init; }

    public bool IsSound => Damage.Count == 0;

    /// <summary>Reads a log in full.</summary>
    public static LogReport Of(RunPlace place)
    {
        var isLive = place.IsHeld(out _);
        var audit = new LogAudit();
        if (place.HasLog)
            audit.Read(place.LogPath, isLive);
        var hasRowBuffer = !isLive && RowBufferNote.Exists(place.Directory);
        if (!isLive && !hasRowBuffer)
            audit.MissRun();

        return new LogReport(place)
        {
            IsLive = isLive,
            Bytes = place.HasLog ? TransactionLogReader.LengthOf(place.LogPath) : 0,
            Records = audit.Kinds,
            Rows = audit.Rows,
            MissingFiles = [.. audit.Files.Where(file => !File.Exists(Path.Combine(place.Directory, "files", file))).Order(StringComparer.Ordinal)],
            ExitCode = audit.ExitCode,
            HasRowBuffer = hasRowBuffer,
            Damage = audit.Damage,
            MoreDamage = audit.MoreDamage,
        };
    }
}
