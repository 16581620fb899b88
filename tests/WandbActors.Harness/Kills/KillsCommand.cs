namespace WandbActors.Harness.Kills;

/// <summary>
/// <c>kills</c>: rounds of kills, several at once, and the figure at the end. Default: 100 rounds, a seed that is printed, as many at once as
/// there are cores. What happens in a round follows from its seed; when, is up to the machine.
/// </summary>
internal static class KillsCommand
{
    private const int DefaultRounds = 100;
    private const int FiguresEvery = 100;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var given = Arguments.Parse(arguments, "--rounds", "--seed", "--parallel", "--keep", "--bad-rounds");
        CleanUp.OnSignals();
        var figures = await RunAsync(
            given.Number("--rounds", DefaultRounds),
            given.Number("--seed", Random.Shared.Next(1_000_000)),
            Console.Out,
            given.Number("--parallel", Environment.ProcessorCount),
            given.Text("--keep"),
            given.Number("--bad-rounds", int.MaxValue));
        return figures.IsClean ? 0 : 1;
    }

    /// <summary>Runs rounds and says what was wrong with each. Their seeds follow one another.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="seed">The first round's seed.</param>
    /// <param name="output">What was wrong, and the figures.</param>
    /// <param name="parallel">How many rounds at once.</param>
    /// <param name="keep">Where the files of rounds with problems are copied to.</param>
    /// <param name="badRounds">After so many rounds with problems no more are begun.</param>
    public static async Task<KillFigures> RunAsync(
        int rounds, int seed, TextWriter output, int parallel = 2, string? keep = null, int badRounds = int.MaxValue)
    {
        var began = TimeProvider.System.GetTimestamp();
        var figures = new KillFigures();
        var gate = new Lock();
        output.WriteLine($"{rounds} rounds from seed {seed}");
        await Parallel.ForAsync(0, rounds, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (index, _) =>
        {
            if (figures.BadRounds >= badRounds)
                return;

            await using var round = await KillRound.RunAsync(seed + index);
            lock (gate)
            {
                figures += round.Figures;
                foreach (var problem in round.Problems)
                    output.WriteLine($"seed {seed + index}: {problem}");
                if (figures.Rounds % FiguresEvery == 0)
                    output.WriteLine(figures);
            }

            if (round.Problems.Count > 0 && keep is not null)
                round.Files.Keep(Path.Combine(keep, $"seed-{seed + index}"));
        });
        output.WriteLine($"{figures}, in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:N0} s");
        return figures;
    }
}
