namespace WandbActors.Harness.Kills;

/// <summary><c>kills --rounds N --seed S --keep DIRECTORY</c>: rounds of kills, several at once, and the figure at the end.</summary>
internal static class KillsCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var given = Arguments.Parse(arguments, "--rounds", "--seed", "--keep", "--parallel");
        CleanUp.OnSignals();
        var figures = await RunAsync(given.Number("--rounds", 100), given.Number("--seed", Random.Shared.Next(1_000_000)), given, Console.Out);
        return figures.IsClean ? 0 : 1;
    }

    private static async Task<KillFigures> RunAsync(int rounds, int seed, Arguments given, TextWriter output)
    {
        var began = TimeProvider.System.GetTimestamp();
        var figures = new KillFigures();
        var gate = new Lock();
        output.WriteLine($"{rounds} rounds from seed {seed}");
        var options = new ParallelOptions { MaxDegreeOfParallelism = given.Number("--parallel", Environment.ProcessorCount) };
        await Parallel.ForAsync(0, rounds, options, async (index, _) =>
        {
            await using var round = await KillRound.RunAsync(seed + index);
            lock (gate)
            {
                figures += round.Figures;
                foreach (var problem in round.Problems)
                    output.WriteLine($"seed {seed + index}: {problem}");
                if (figures.Rounds % 100 == 0)
                    output.WriteLine(figures);
            }

            if (round.Problems.Count > 0 && given.Text("--keep") is { } place)
                round.Files.Keep(Path.Combine(place, $"seed-{seed + index}"));
        });
        output.WriteLine($"{figures}, in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:N0} s");
        return figures;
    }
}
