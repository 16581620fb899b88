using System.Text.Json;

namespace WandbActors.Benchmarks.Commands;

/// <summary>
/// Runs every command with tiny sizes, and looks whether its JSON lines are what is promised of them: the figures mean nothing then, but all of them are
/// there, and nothing is wrong.
/// </summary>
internal static class SelfCheck
{
    /// <summary>The program's first argument for it.</summary>
    public const string Verb = "check";

    private static readonly string[] Latency = ["numbersPerRow", "threads", "p50", "p99", "p999", "max", "stampCost", "bytesPerOp"];
    private static readonly string[] Throughput = ["rows", "numbersPerRow", "rowsPerSecond", "cpuSeconds", "peakMegabytes", "wrong"];

    private static readonly (string Arguments, string[] Keys)[] Cases =
    [
        ("log bursts 1-khz saturated 8-threads server-refuses --calls 100", [.. Latency, "rows", "wrong"]),
        ("write --rows 1000 --rounds 2", [.. Throughput, "threads", "bytesPerRow", "logCpuPerRow", "drainCpuPerRow", "formatCpuPerRow", "ratio"]),
        ("sync --rows 1000", Throughput),
        ("outage server-away --seconds 1", ["rows", "numbersPerRow", "cpuSeconds", "peakMegabytes", "wrong"]),
        ("outage 100-runs --seconds 1 --runs 3", [.. Throughput, "threads", "ratio"]),
        ("start offline --runs 3", []),
        ("start cold --runs 1", ["p50", "max", "cpuSeconds"]),
        ("start idle --seconds 1", ["cpuSeconds", "peakMegabytes", "ratio"]),
        ("peers --rows 500", [.. Latency, "rows", "rowsPerSecond", "bytesPerRow", "cpuSeconds", "peakMegabytes"]),
        ("parts --iterations 1", ["p50", "p99", "max", "bytesPerOp"]),
    ];

    /// <summary>Gives back 0 when all is as promised.</summary>
    public static async Task<int> RunAsync()
    {
        var problems = 0;
        foreach (var (arguments, keys) in Cases)
        {
            var found = await FindProblemsAsync(arguments.Split(' '), keys);
            Console.WriteLine($"{(found.Count == 0 ? "ok" : "WRONG"),-6} {arguments}{string.Concat(found.Select(problem => Environment.NewLine + "       " + problem))}");
            problems += found.Count;
        }

        return problems == 0 ? 0 : 1;
    }

    private static async Task<List<string>> FindProblemsAsync(string[] arguments, string[] keys)
    {
        using var process = OwnProcess.Start([.. arguments, "--json"]);
        var problems = new List<string>();
        var lines = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines++;
            using var json = JsonDocument.Parse(line);
            var name = json.RootElement.GetProperty("name").GetString()!;
            if (!name.StartsWith($"{arguments[0]}/", StringComparison.Ordinal))
                problems.Add($"{name} does not begin with {arguments[0]}/");
            if (keys.Where(key => !json.RootElement.TryGetProperty(key, out _)).ToList() is { Count: > 0 } missing)
                problems.Add($"{name} lacks {string.Join(", ", missing)}");
        }

        await process.WaitForExitAsync();
        if (lines == 0)
            problems.Add("there is nothing");
        if (process.ExitCode != 0)
            problems.Add($"it ended with {process.ExitCode}");
        return problems;
    }
}
