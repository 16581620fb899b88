using WandbActors.Harness.Children;

namespace WandbActors.Harness.Kills;

/// <summary>What is wrong with a recovered log; nothing, if every list is empty. Immutable.</summary>
internal sealed record LogFindings
{
    /// <summary>Calls that had returned and are not in the log.</summary>
    public required IReadOnlyList<CallMark> Lost { get; init; }

    /// <summary>Calls that are in it more than once.</summary>
    public required IReadOnlyList<CallMark> Doubled { get; init; }

    /// <summary>Calls that are behind a later one of their thread, or were never made.</summary>
    public required IReadOnlyList<CallMark> Misplaced { get; init; }

    /// <summary>What a reader complains of.</summary>
    public required IReadOnlyList<string> Damages { get; init; }

    /// <summary>A sentence for each kind of problem.</summary>
    public IEnumerable<string> Sentences =>
    [
        .. SentenceOf(Lost, "lost"),
        .. SentenceOf(Doubled, "doubled"),
        .. SentenceOf(Misplaced, "misplaced"),
        .. Damages.Count > 0 ? [$"damaged: {Damages[0]}{(Damages.Count > 1 ? $" and {Damages.Count - 1} more" : "")}"] : (string[])[],
    ];

    private static IEnumerable<string> SentenceOf(IReadOnlyList<CallMark> calls, string what) =>
        calls.Count > 0 ? [$"{calls.Count} {what}, the first {calls[0]}"] : [];
}
