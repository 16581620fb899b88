using System.Globalization;

namespace WandbActors.Harness.Fuzzing;

/// <summary>
/// <c>fuzz [--rounds N] [--seed N]</c>: reads N mutated logs and row buffers, half each. Default: 1,000,000 rounds, a seed that is printed. Round n
/// of seed s is round 0 of seed s + n.
/// </summary>
internal static class FuzzCommand
{
    private const int DefaultRounds = 1_000_000;

    public static Task<int> RunAsync(string[] arguments)
    {
        var rounds = ValueOf(arguments, "--rounds") ?? DefaultRounds;
        var seed = ValueOf(arguments, "--seed") ?? Random.Shared.Next(int.MaxValue / 2);
        Console.WriteLine($"fuzz --rounds {rounds} --seed {seed}");

        var tally = new FuzzTally();
        var failure = Run(rounds, seed, tally);
        tally.Print(Console.Out);
        Console.WriteLine(failure ?? $"{tally.Cases:N0} cases: no exception, no hang, nothing read or allocated beyond the bounds");
        return Task.FromResult(failure is null ? 0 : 1);
    }

    /// <summary>Null, or what went wrong first and how to repeat it.</summary>
    public static string? Run(int rounds, int seed, FuzzTally tally)
    {
        var logs = new LogFuzz(tally);
        using var buffers = new BufferFuzz(tally);
        var round = 0;
        using var watchdog = new FuzzWatchdog(() => Volatile.Read(ref round), seed);
        for (; round < rounds; Volatile.Write(ref round, round + 1))
        {
            try
            {
                var random = new Random(unchecked(seed + round));
                if (random.Next(2) == 0)
                    logs.Run(random);
                else
                    buffers.Run(random);
            }
            catch (Exception e)
            {
                return $"failed; repeat with --rounds 1 --seed {unchecked(seed + round)}: {e}";
            }
        }

        return null;
    }

    private static int? ValueOf(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var index && index + 1 < arguments.Length
            ? int.Parse(arguments[index + 1], CultureInfo.InvariantCulture)
            : null;
}
