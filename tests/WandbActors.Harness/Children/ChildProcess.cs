using System.Diagnostics;

namespace WandbActors.Harness.Children;

/// <summary>
/// This program once more, as a process of its own that can be killed. It ends with its parent at the latest, whatever the parent dies
/// of: its input is a pipe that the parent holds.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    public const string Command = "child";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // for a step that takes a second on a quiet machine

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly IDisposable _clearing;

    private ChildProcess(Process process, Acknowledgements acknowledged)
    {
        _process = process;
        Acknowledged = acknowledged;
        _errors = process.StandardError.ReadToEndAsync();
        _clearing = CleanUp.Register(process.Kill);
        _ = process.StandardOutput.ReadToEndAsync();
    }

    public Acknowledgements Acknowledged { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a child that does <paramref name="verb"/>. Its acknowledgements lie in <paramref name="sharedMemory"/>.</summary>
    public static ChildProcess Start(string sharedMemory, string verb, params ReadOnlySpan<string> arguments)
    {
        var acknowledged = Acknowledgements.Create(Path.Combine(sharedMemory, $"acknowledged-{Guid.NewGuid():N}"));
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { typeof(ChildProcess).Assembly.Location, Command, verb, acknowledged.Path },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_gcServer"] = "0" }, // the child lives for less than a second
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new ChildProcess(Process.Start(start)!, acknowledged);
    }

    /// <summary>In the child: dies as soon as the parent has gone.</summary>
    public static void DieWithParent() => new Thread(() =>
    {
        while (Console.In.Read() >= 0)
        {
        }

        Process.GetCurrentProcess().Kill();
    })
    { IsBackground = true }.Start();

    /// <summary>Waits until it has come so far, or has ended. False: it has ended before.</summary>
    public async Task<bool> ReachAsync(ChildPhase phase)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Acknowledged.Phase < phase)
        {
            if (_process.HasExited)
                return Acknowledged.Phase >= phase;
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"A child came no further than {Acknowledged.Phase}; {phase} was awaited.");
            await Task.Delay(LookAgain, TimeProvider.System);
        }

        return true;
    }

    /// <summary>Waits until so many of its calls have returned, but no longer than the bound.</summary>
    public async Task AwaitCallsAsync(long calls, TimeSpan bound)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Acknowledged.Sum < calls && TimeProvider.System.GetElapsedTime(began) < bound && !_process.HasExited)
            await Task.Delay(LookAgain, TimeProvider.System);
    }

    /// <summary>Kills it with SIGKILL after this time. False: it had ended by itself.</summary>
    public async Task<bool> KillAfterAsync(TimeSpan delay)
    {
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(delay, TimeProvider.System));
        var isAlive = !_process.HasExited && Acknowledged.Phase < ChildPhase.Done;
        _process.Kill();
        await _process.WaitForExitAsync();
        return isAlive;
    }

    /// <summary>Waits for its end; returns its exit code and what it complained of.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, await _errors);
    }

    /// <summary>What it wrote to its error output; it must have ended.</summary>
    public Task<string> ErrorsAsync() => _errors;

    public void Dispose()
    {
        _clearing.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        File.Delete(Acknowledged.Path);
        Acknowledged.Dispose();
    }
}
