using System.Globalization;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Syncing;

/// <summary>The process that writes the logs which another one sends: runs with so many rows each, in a directory.</summary>
internal static class FillingProcess
{
    /// <summary>The program's first argument that makes it one: the directory, the number of runs and that of their rows follow.</summary>
    public const string Verb = "fill";

    public const int NumbersPerRow = 10;

    public static async Task<int> RunAsync(string directory, string runs, string rows)
    {
        var numbers = new NumberRows(NumbersPerRow);
        for (var run = 0; run < int.Parse(runs, CultureInfo.InvariantCulture); run++)
            await FillAsync(directory, numbers, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task FillAsync(string directory, NumberRows numbers, int rows)
    {
        var run = await OfflineRun.StartInAsync(directory);
        for (var row = 0; row < rows; row++)
            run.Log(numbers.Next());
        var receipt = await run.FinishAsync();
        if (receipt.RowsInLog != rows)
            throw new InvalidOperationException($"{receipt.RowsInLog} of {rows} rows are in the log in {directory}.");
    }
}
