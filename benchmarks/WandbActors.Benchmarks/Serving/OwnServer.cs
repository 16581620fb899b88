using System.Diagnostics;
using System.Text.Json;
using WandbActors.Benchmarks.Commands;

namespace WandbActors.Benchmarks.Serving;

/// <summary>A server in a process of its own, so that what it takes of processor and memory is not the measured process's. Ends with this object.</summary>
internal sealed class OwnServer : IDisposable
{
    private readonly Process _process;

    private OwnServer(Process process, ServerPlace place) => (_process, Place) = (process, place);

    public ServerPlace Place { get; }

    public static async Task<OwnServer> StartAsync(params IReadOnlyList<string> features)
    {
        var process = OwnProcess.Start([ServingProcess.Verb, .. features]);
        return new OwnServer(process, await ReadAsync<ServerPlace>(process));
    }

    /// <summary>From now on it answers 503.</summary>
    public Task GoAwayAsync() => TellAsync(ServingProcess.Away);

    /// <summary>It answers again.</summary>
    public Task ComeBackAsync() => TellAsync(ServingProcess.Back);

    /// <summary>What it has been sent so far.</summary>
    public async Task<Arrivals> CountAsync()
    {
        await TellAsync(ServingProcess.Count);
        return await ReadAsync<Arrivals>(_process);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private Task TellAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    private static async Task<T> ReadAsync<T>(Process process) =>
        JsonSerializer.Deserialize<T>(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has ended."))!;
}
