using System.Globalization;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>What to measure: <c>[part …] [--rounds N] [--json]</c>. Immutable.</summary>
/// <param name="Parts">All where none is named.</param>
/// <param name="Rounds">Rounds of the comparisons of training: the interval narrows with their square root.</param>
/// <param name="IsJson">Whether JSON lines are printed in place of the table.</param>
internal sealed record TensorOptions(IReadOnlyList<string> Parts, int Rounds = 100, bool IsJson = false)
{
    /// <summary>Everything that can be named, in the order in which it is measured.</summary>
    public static IReadOnlyList<string> AllParts { get; } = ["sanity", "host", "value", "launch", "training", "histogram"];

    public static string Usage { get; } = $"tensors [{string.Join(" | ", AllParts)} …] [--rounds N] [--json]";

    /// <summary>Reads the command's arguments; <c>null</c> when they are wrong.</summary>
    public static TensorOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new TensorOptions([]);
        for (; arguments is [var first, .. var rest]; arguments = rest)
        {
            if (first == "--json")
            {
                options = options with { IsJson = true };
            }
            else if (AllParts.Contains(first))
            {
                options = options with { Parts = [.. options.Parts, first] };
            }
            else if (first == "--rounds" && rest is [var number, ..] && int.TryParse(number, NumberStyles.None, null, out var rounds) && rounds > 0)
            {
                options = options with { Rounds = rounds };
                rest = rest[1..];
            }
            else
            {
                return null;
            }
        }

        return options.Parts.Count > 0 ? options : options with { Parts = AllParts };
    }
}
