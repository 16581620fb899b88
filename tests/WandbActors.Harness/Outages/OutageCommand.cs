using WandbActors.Harness.Children;
using WandbActors.Testing;

namespace WandbActors.Harness.Outages;

/// <summary>
/// <c>outage --rows N</c>: a server that is away while a process logs N rows costs that process no memory, and all rows arrive when it is
/// back.
/// </summary>
internal static class OutageCommand
{
    public const long MaxGrowth = 64L << 20;

    private const int DefaultRows = 5_000_000;

    private static readonly TimeSpan SamplePeriod = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(string[] arguments)
    {
        CleanUp.OnSignals();
        return await RunAsync(Arguments.Parse(arguments, "--rows").Number("--rows", DefaultRows), Console.Out) ? 0 : 1;
    }

    /// <summary>Whether the memory stayed within its bound and all rows arrived.</summary>
    public static async Task<bool> RunAsync(int rows, TextWriter output)
    {
        using var files = new ScratchFiles();
        var lines = new ArrivedLines();
        await using var server = await CountingServer.StartAsync(lines);
        server.IsAway = true;
        var plan = new TrainerPlan
        {
            RunId = "outage",
            Directory = files.Program,
            SharedMemory = files.SharedMemory,
            Seed = 0,
            BaseUrl = server.BaseUrl,
            ApiKey = server.ApiKey,
        };
        using var child = ChildProcess.Start(files.SharedMemory, ChildProgram.LogThroughOutage, plan.ToString(), $"{rows}");
        await child.ReachAsync(ChildPhase.Begun);
        var before = ProcessMemory.ResidentBytes(child.Id);
        child.Acknowledged.Phase = ChildPhase.Logging;

        var began = TimeProvider.System.GetTimestamp();
        var away = await LargestWhileAsync(child, () => child.Acknowledged[0] < rows);
        var logging = TimeProvider.System.GetElapsedTime(began);
        var logged = child.Acknowledged[0];
        output.WriteLine($"{logged:N0} rows logged in {logging.TotalSeconds:N1} s while the server answered 503");

        server.IsAway = false;
        began = TimeProvider.System.GetTimestamp();
        var back = await LargestWhileAsync(child, () => child.Acknowledged.Phase != ChildPhase.Done);
        var (exitCode, errors) = await child.EndAsync();
        var sending = TimeProvider.System.GetElapsedTime(began);
        output.WriteLine($"{lines.Count:N0} rows arrived, {lines.Repeated:N0} of them twice, within {sending.TotalSeconds:N1} s of its return");
        output.WriteLine(
            $"resident memory: {Mebibytes(before)} MiB after {OutageTrainer.WarmUpRows:N0} rows, at most {Mebibytes(away)} MiB while it was away "
            + $"(of {Mebibytes(before + MaxGrowth)} MiB allowed), {Mebibytes(back)} MiB while sending");
        foreach (var problem in lines.Problems.Take(10))
            output.WriteLine(problem);
        if (exitCode != 0)
            output.WriteLine($"the process ended with {exitCode}: {errors}");
        return exitCode == 0 && logged == rows && lines.Count == rows && lines.Problems.Count == 0 && away - before <= MaxGrowth;
    }

    private static string Mebibytes(long bytes) => $"{bytes / (double)(1 << 20):N1}";

    private static async Task<long> LargestWhileAsync(ChildProcess child, Func<bool> goesOn)
    {
        var largest = 0L;
        do
        {
            if (child.HasEnded)
                break;
            largest = Math.Max(largest, ProcessMemory.ResidentBytes(child.Id));
            await Task.Delay(SamplePeriod, TimeProvider.System);
        }
        while (goesOn());
        return largest;
    }
}
