using FsCheck;
using FsCheck.Fluent;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>
/// A process's life up to the kill, then recoveries that are killed too. The kill comes behind the last step; since every beginning of
/// a history is one, that is behind any step.
/// </summary>
/// <param name="Steps">What the process does.</param>
/// <param name="KilledRecoveries">After how many of its own steps each recovery is killed, before the one that is not.</param>
internal sealed record History(Step[] Steps, byte[] KilledRecoveries)
{
    private static readonly (int Weight, StepKind Kind)[] Weights =
    [
        (10, StepKind.LogRows), (4, StepKind.LogOpenRow), (3, StepKind.LogAtHigherStep), (3, StepKind.LogAtSameStep), (1, StepKind.LogLargeRow),
        (3, StepKind.LogConsoleLine), (1, StepKind.Define), (1, StepKind.ClaimPlace), (12, StepKind.Assemble), (12, StepKind.NoteIntent), (3, StepKind.AppendPart),
        (12, StepKind.AppendAll), (12, StepKind.NoteRelease), (4, StepKind.Send), (1, StepKind.Restart),
    ];

    /// <summary>FsCheck finds this by its type.</summary>
    public static Arbitrary<History> Arbitrary()
    {
        var kinds = Gen.Frequency([.. Weights.Select(weighted => (weighted.Weight, Gen.Constant(weighted.Kind)))]);
        var sizes = Gen.Choose(0, 255).Select(size => (byte)size);
        var step = kinds.SelectMany(_ => sizes, (kind, size) => new Step(kind, size));
        var killed = Gen.Choose(0, 3).SelectMany(count => Gen.Choose(0, 40).Select(steps => (byte)steps).ArrayOf(count));
        return Arb.From(step.ArrayOf().SelectMany(_ => killed, (steps, recoveries) => new History(steps, recoveries)), Shrink);
    }

    public override string ToString() => $"{string.Join(", ", Steps)}; kill; recoveries killed after [{string.Join(", ", KilledRecoveries)}] steps";

    // Large pieces first, then single steps, then sizes.
    private static IEnumerable<History> Shrink(History history)
    {
        var (steps, killed) = (history.Steps, history.KilledRecoveries);
        for (var length = steps.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= steps.Length; at += length)
                yield return history with { Steps = [.. steps[..at], .. steps[(at + length)..]] };
        }

        for (var at = 0; at < killed.Length; at++)
            yield return history with { KilledRecoveries = [.. killed[..at], .. killed[(at + 1)..]] };
        for (var at = 0; at < steps.Length; at++)
        {
            if (steps[at].Size > 0)
                yield return history with { Steps = [.. steps[..at], steps[at] with { Size = (byte)(steps[at].Size / 2) }, .. steps[(at + 1)..]] };
        }
    }
}
