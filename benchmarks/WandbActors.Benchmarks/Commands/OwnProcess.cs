using System.Diagnostics;
using WandbActors.Benchmarks.Reporting;

namespace WandbActors.Benchmarks.Commands;

/// <summary>This program once more, as a process of its own.</summary>
internal static class OwnProcess
{
    private const string Name = "WandbActors.Benchmarks";

    /// <summary>Measures one part of a command there. A process that fails is a measurement with something wrong.</summary>
    public static async IAsyncEnumerable<Measurement> MeasureAsync(BenchmarkCommand command, string part, BenchmarkOptions options)
    {
        using var process = Start([command.Word, .. options.ArgumentsFor(part)]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Measurement.TryParse(line) is { } measurement)
                yield return measurement;
        }

        await process.WaitForExitAsync();
        if (process.ExitCode > 1)
            yield return new Measurement($"{command.Word}/{part}") { Wrong = 1, Remark = $"the process that measured it ended with {process.ExitCode}" };
    }

    /// <summary>Starts it with these arguments. Its error output is this process's.</summary>
    public static Process Start(IEnumerable<string> arguments)
    {
        var isByHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        string[] host = isByHost ? [Path.Combine(AppContext.BaseDirectory, $"{Name}.dll")] : [];
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. host, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
