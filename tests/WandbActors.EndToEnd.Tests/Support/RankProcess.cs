using System.Diagnostics;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>A process of its own (tests/WandbActors.ExitPrograms) that logs numbered rows into a run of this one.</summary>
internal sealed class RankProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string Assembly = Path.Combine(
        AppContext.BaseDirectory.Replace("WandbActors.EndToEnd.Tests", "WandbActors.ExitPrograms", StringComparison.Ordinal), "WandbActors.ExitPrograms.dll");

    private readonly Process _process;

    public RankProcess(string owner, string runId, int rows)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", Assembly, "rank", owner, runId, $"{rows}"])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Waits for its end, and gives back what it has said.</summary>
    public async Task<string> EndedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var said = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode == 0 ? said : await _process.StandardError.ReadToEndAsync(patience.Token);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
