
namespace WandbActors.Harness.Faults;

/// <summary>
/// <c>faults --count N --seed N --disk N</c>: real runs against a server that fails in every way, N times in all, and beside them a disk
/// that is full N times. After each run the server must have what the log has, each line once.
/// </summary>
internal static class FaultsCommand
{
    private const int DefaultCount = 10_000;
    private const int RunsAtOnce = 4;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var given = Arguments.Parse(arguments, "--count", "--seed", "--disk");
        var seed = given.Number("--seed", Random.Shared.Next());
        return await RunAsync(given.Number("--count", DefaultCount), seed, given.Number("--disk", 0), Console.Out) ? 0 : 1;
    }

    /// <summary>Whether everything held.</summary>
    public static async Task<bool> RunAsync(int count, int seed, int diskFaults, TextWriter output)
    {
        output.WriteLine($"seed {seed}");
        var dice = new FaultDice(seed);
        var began = TimeProvider.System.GetTimestamp();
        using var disk = FullDisk.Create(diskFaults, seed, output);
        await using var program = new SoakProgram();
        await using var backend = await RecordingBackend.StartAsync();
        backend.Weather = dice.Throw;
        var soak = new Soak(program, backend, disk.Path, seed, () => dice.Total >= count && disk.IsDone);

        var filling = disk.FillNowAndThenAsync();
        var problems = (await Task.WhenAll(Enumerable.Range(0, RunsAtOnce).Select(_ => soak.PlayAsync()))).SelectMany(found => found).ToList();
        await filling;

        FaultTable.Print(dice, output);
        if (diskFaults > 0)
            output.WriteLine($"the disk was full {disk.Times} times");
        output.WriteLine($"{soak.Runs} runs with {soak.Rows:N0} rows in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:N0} s");
        problems.AddRange(backend.Violations.Select(violation => $"the server: {violation}"));
        problems.ForEach(output.WriteLine);
        output.WriteLine(problems.Count == 0 ? "Every row is on the server once, in the log's order." : $"{problems.Count} problems");
        return problems.Count == 0;
    }
}
