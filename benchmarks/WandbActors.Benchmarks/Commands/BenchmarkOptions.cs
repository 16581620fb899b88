using System.Globalization;

namespace WandbActors.Benchmarks.Commands;

/// <summary>What the command line asks for: <c>[part …] [--rounds N] [--json] [--option value …]</c>. Immutable.</summary>
internal sealed record BenchmarkOptions
{
    private const string Here = "--here";

    /// <summary>What to measure: all where nothing is named.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    /// <summary>How often to measure.</summary>
    public required int Rounds { get; init; }

    /// <summary>Whether JSON lines are printed in place of the table.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether this process measures by itself.</summary>
    public bool IsHere { get; init; }

    /// <summary>The command's own options, with the number or path that stands behind each.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a command's arguments; <c>null</c> when they are wrong.</summary>
    public static BenchmarkOptions? Parse(BenchmarkCommand command, ReadOnlySpan<string> arguments)
    {
        var parts = new List<string>();
        var values = new Dictionary<string, string>();
        var options = new BenchmarkOptions { Parts = command.Parts, Rounds = command.Rounds, Values = values };
        for (; arguments is [var first, .. var rest]; arguments = rest)
        {
            if (first == "--json")
            {
                options = options with { IsJson = true };
            }
            else if (first == Here)
            {
                options = options with { IsHere = true };
            }
            else if (command.Parts.Contains(first))
            {
                parts.Add(first);
            }
            else if (first == "--rounds" && rest is [var number, ..] && TryCount(number, out var rounds))
            {
                options = options with { Rounds = rounds };
                rest = rest[1..];
            }
            else if (rest is [var value, ..] && (command.Directories.Contains(first) || (command.Numbers.Contains(first) && TryCount(value, out _))))
            {
                values[first] = value;
                rest = rest[1..];
            }
            else
            {
                return null;
            }
        }

        return parts.Count > 0 ? options with { Parts = [.. command.Parts.Where(parts.Contains)] } : options;
    }

    /// <summary>The number behind an option, above 0.</summary>
    public int Number(string option, int otherwise) => Values.TryGetValue(option, out var text) && TryCount(text, out var number) ? number : otherwise;

    /// <summary>The directory behind an option; <c>null</c> where it is not given.</summary>
    public string? Directory(string option) => Values.GetValueOrDefault(option);

    /// <summary>The arguments that make another process measure one of the parts once.</summary>
    public IEnumerable<string> ArgumentsFor(string part) =>
        [part, Here, "--json", "--rounds", "1", .. Values.SelectMany(value => (string[])[value.Key, value.Value])];

    private static bool TryCount(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
