using System.Diagnostics;
using System.Runtime.InteropServices;
using WandbActors.Actors.Recovering;
using WandbActors.Actors.Uploading;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>A process of its own (tests/WandbActors.ExitPrograms) that logs rows and ends in the way it is told, mostly without finishing its run.</summary>
internal sealed class ExitProgram : IDisposable
{
    public const int Rows = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Built beside these tests, with the assemblies that it needs itself: the tests' own folder leaves out what their framework has.
    private static readonly string Assembly = Path.Combine(
        AppContext.BaseDirectory.Replace("WandbActors.EndToEnd.Tests", "WandbActors.ExitPrograms", StringComparison.Ordinal), "WandbActors.ExitPrograms.dll");

    private readonly TempDirectory _root = new();
    private readonly Process _process;
    private string? _runDirectory;

    /// <param name="way">How it ends: see WayOut.</param>
    /// <param name="server">The address of a server, for an online run.</param>
    /// <param name="variables">What is set in its environment.</param>
    public ExitProgram(string way, string? server = null, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string?[])["exec", Assembly, way, _root.Path, server])
        {
            if (argument is not null)
                start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("WANDB_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0"; // an abort is meant
        _process = Process.Start(start)!;
    }

    /// <summary>Recovers the run of the process that was killed.</summary>
    public RecoveryReport Recover() => RunRecovery.Recover(LeftBehindRun.In(_runDirectory!)!);

    public PlainLog Log => PlainLog.Read(LogPath);

    /// <summary>A file in the run's directory.</summary>
    public string PathOf(string name) => Path.Combine(Path.GetDirectoryName(LogPath)!, name);

    /// <summary>What the ring has left behind: in shared memory, or in the run's directory.</summary>
    public IEnumerable<string> RingFiles
    {
        get
        {
            var guid = LogIdentity.Read(LogPath, out _)!.LogId;
            return ((string[])["/dev/shm", _runDirectory!]).Where(Directory.Exists)
                .SelectMany(place => Directory.EnumerateFiles(place))
                .Where(path => path.Contains(guid, StringComparison.Ordinal));
        }
    }

    private string LogPath => Directory.EnumerateFiles(_runDirectory!, "*.wandb").Single();

    /// <summary>Waits until it has said this, and gives back that line.</summary>
    public async Task<string> SaidAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("logged into ", StringComparison.Ordinal))
                _runDirectory = line["logged into ".Length..];
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"It ended without a word of \"{text}\": {await _process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Waits for its end: its status as a shell has it, what else it has printed, what was said on stderr, and how long that took.</summary>
    public async Task<(int Status, string Printed, string Said, TimeSpan Took)> EndedAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience);
        var said = _process.StandardError.ReadToEndAsync(patience.Token);
        var printed = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, printed, await said, Stopwatch.GetElapsedTime(began));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _root.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
