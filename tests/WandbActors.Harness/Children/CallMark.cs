using System.Globalization;
using System.Text.RegularExpressions;

namespace WandbActors.Harness.Children;

/// <summary>By what a call is known in a log and on a server: the thread that made it and its number there.</summary>
internal readonly partial record struct CallMark(int Thread, long Number)
{
    /// <summary>Names of one thread's marks. So many calls of a thread can share a row and still be told apart.</summary>
    public const int Names = 64;

    /// <summary>What a call that gave its step has besides its mark.</summary>
    public const string StepName = "at";

    public static string NameOf(int thread, long number) => string.Create(CultureInfo.InvariantCulture, $"t{thread}_{number % Names}");

    public static string ConsoleLineOf(int thread, long number) => string.Create(CultureInfo.InvariantCulture, $"call {thread} {number}.");

    /// <summary>The mark that a value is; <c>null</c> for any other value.</summary>
    public static CallMark? OfValue(string name, string json) =>
        name is ['t', >= '0' and <= '9', '_', ..] && long.TryParse(json, CultureInfo.InvariantCulture, out var number)
            ? new CallMark(name[1] - '0', number)
            : null;

    /// <summary>The marks in a console's text, in order.</summary>
    public static IEnumerable<CallMark> InConsole(string text) => ConsoleLine().Matches(text).Select(
        match => new CallMark(match.Value["call ".Length] - '0', long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));

    public override string ToString() => $"call {Number} of thread {Thread}";

    [GeneratedRegex("""call \d (\d+)\.""")]
    private static partial Regex ConsoleLine();
}
