using System.Security.Cryptography;
using Google.Protobuf;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Uploading;

/// <summary>Whose log a file is: what a bookmark is kept under.</summary>
/// <param name="LogId">For logs of our own the guid in their header; for others the SHA-256 of their run record.</param>
/// <param name="Run">The first run record.</param>
internal sealed record LogIdentity(string LogId, RunRecord Run)
{
    // The run record comes first or second; a few more allow for what later versions put before it.
    private const int RecordsLookedAt = 32;

    /// <summary>Reads the beginning of a log; <c>null</c> with the problem when it holds no run.</summary>
    public static LogIdentity? Read(string path, out string problem)
    {
        using var reader = TransactionLogReader.Open(path);
        string? guid = null;
        for (var i = 0; i < RecordsLookedAt; i++)
        {
            var outcome = reader.Read(out var bytes);
            if (outcome != ReadOutcome.Record)
            {
                problem = Describe(outcome, reader.Problem);
                return null;
            }

            if (TryParse(bytes.Span) is not { } record)
            {
                problem = $"its record {i + 1} cannot be read";
                return null;
            }

            if (record.Header is not null && Guid.TryParseExact(record.Info?.StreamId, "N", out _))
                guid = record.Info!.StreamId;
            if (record.Run is { } run)
            {
                problem = "";
                return new LogIdentity(guid ?? Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), run);
            }
        }

        problem = $"there is no run among its first {RecordsLookedAt} records";
        return null;
    }

    private static string Describe(ReadOutcome outcome, LogProblem? problem) => outcome switch
    {
        ReadOutcome.NotALog => $"it is no transaction log: {problem}",
        ReadOutcome.Damage => $"it is damaged before its run is named: {problem}",
        ReadOutcome.TornTail => $"it ends before its run is named: {problem}",
        _ => "it is empty: no run was written",
    };

    private static Record? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Record.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
