using WandbActors.Benchmarks.Reporting;

namespace WandbActors.Benchmarks.Commands;

/// <summary>One word of the command line, and what it measures. Immutable.</summary>
/// <param name="Word">The first argument; the names of all its measurements begin with it.</param>
/// <param name="Parts">What can be measured alone, in the order in which it is measured.</param>
/// <param name="MeasureAsync">Measures the parts that are asked for, in this process.</param>
internal sealed record BenchmarkCommand(string Word, IReadOnlyList<string> Parts, Func<BenchmarkOptions, Report, Task> MeasureAsync)
{
    /// <summary>The options with a number behind them, such as <c>--rows</c>.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>The options with the path of a directory behind them.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>How often it is measured unless <c>--rounds</c> says so.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>
    /// Whether each round of each part has a process of its own, so that none inherits memory, compiled code or waiting threads of another.
    /// Then a measurement is the median of the rounds; else the command makes what it needs of their number.
    /// </summary>
    public bool HasOwnProcesses { get; init; } = true;

    /// <summary>The command's line of the usage.</summary>
    public string Usage =>
        $"{Word} [{string.Join(" | ", Parts)} …] {string.Concat([.. Numbers.Prepend("--rounds").Select(option => $"[{option} N] "), .. Directories.Select(option => $"[{option} DIR] ")])}[--json]";

    /// <summary>Does what the command line says; gives back the program's exit code.</summary>
    public async Task<int> RunAsync(BenchmarkOptions options, TextWriter output)
    {
        var report = new Report(output, options.IsJson);
        if (options.IsHere || !HasOwnProcesses)
            await MeasureAsync(options, report);
        else
            await MeasureApartAsync(options, report);
        return report.HasFailed ? 1 : 0;
    }

    // Round by round: what disturbs the machine for a while then disturbs one round of every part, and not one part's rounds.
    private async Task MeasureApartAsync(BenchmarkOptions options, Report report)
    {
        var measured = new List<Measurement>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var part in options.Parts)
            {
                await foreach (var measurement in OwnProcess.MeasureAsync(this, part, options))
                {
                    if (options.Rounds == 1)
                        report.Add(measurement);
                    measured.Add(measurement);
                }
            }
        }

        if (options.Rounds == 1)
            return;

        foreach (var rounds in measured.GroupBy(measurement => measurement.Name))
            report.Add(Medians.Of([.. rounds]));
    }
}
