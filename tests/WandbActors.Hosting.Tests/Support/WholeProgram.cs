using System.Diagnostics;
using System.Runtime.InteropServices;
using WandbActors.Testing;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>One of the samples, or tests/WandbActors.HostPrograms, as a process of its own in a directory of its own.</summary>
internal sealed class WholeProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _directory = new();
    private readonly Process _process;

    private WholeProgram(string folder, string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.Path };
        foreach (var argument in (string[])["exec", Path.Combine(BuiltAt(folder), $"{name}.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var variable in start.Environment.Keys.Where(variable => variable.StartsWith("WANDB_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        start.Environment["WANDB_MODE"] = "offline";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { }; // read, so that it never waits
        _process.BeginErrorReadLine();
    }

    /// <summary>The logs of its runs.</summary>
    public IReadOnlyList<PlainLog> Logs =>
        [.. Directory.EnumerateDirectories(_directory["wandb"], "offline-run-*").SelectMany(run => Directory.EnumerateFiles(run, "*.wandb")).Select(PlainLog.Read)];

    /// <summary>Waits until it has said this, and gives back that line.</summary>
    public async Task<string> SaidAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"It ended without a word of \"{text}\".");
    }

    public static WholeProgram Sample(string name, params string[] arguments) => new(Path.Combine("samples", name), name, arguments);

    /// <param name="place">Where the run lives: "plain", "akka" or "beside".</param>
    public static WholeProgram Host(string place) => new(Path.Combine("tests", "WandbActors.HostPrograms"), "WandbActors.HostPrograms", place);

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Waits for its end: its status as a shell has it, and what else it has printed.</summary>
    public async Task<(int Status, string Printed)> EndedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var printed = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, printed);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Dispose();
    }

    // Beside these tests.
    private static string BuiltAt(string folder) =>
        AppContext.BaseDirectory.Replace(Path.Combine("tests", "WandbActors.Hosting.Tests"), folder, StringComparison.Ordinal);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
