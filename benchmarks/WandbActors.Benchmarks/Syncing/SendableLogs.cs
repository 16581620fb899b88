using System.Globalization;
using WandbActors.Benchmarks.Commands;
using WandbActors.Persistence;

namespace WandbActors.Benchmarks.Syncing;

/// <summary>
/// Logs of offline runs that are to be sent: made by another process, or those that an earlier measurement has left. What is noted beside them of an earlier
/// sending is removed.
/// </summary>
internal sealed class SendableLogs : IDisposable
{
    private readonly DirectoryInfo _made;
    private readonly bool _isKept;

    private SendableLogs(DirectoryInfo made, bool isKept) => (_made, _isKept) = (made, isKept);

    /// <summary>The <c>wandb</c> directory with the logs.</summary>
    public string Path => System.IO.Path.Combine(_made.FullName, "wandb");

    /// <summary>Makes logs of so many runs with so many rows each.</summary>
    /// <param name="keep">Where logs are left and found again; <c>null</c>: they are removed in the end.</param>
    /// <param name="runs">One log each.</param>
    /// <param name="rows">Of each run.</param>
    public static async Task<SendableLogs> MakeAsync(string? keep, int runs, long rows)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{runs}-runs-{rows}-rows");
        var made = keep is null ? Directory.CreateTempSubdirectory("wandb-actors-benchmark-") : Directory.CreateDirectory(System.IO.Path.Combine(keep, name));
        var complete = System.IO.Path.Combine(made.FullName, "complete");
        if (!File.Exists(complete))
        {
            using var process = OwnProcess.Start([FillingProcess.Verb, made.FullName, $"{runs}", $"{rows}"]);
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"The logs to send could not be written to {made.FullName}.");
            await File.WriteAllTextAsync(complete, "");
        }

        var logs = new SendableLogs(made, keep is not null);
        logs.Forget();
        return logs;
    }

    public void Dispose()
    {
        if (!_isKept)
            _made.Delete(recursive: true);
    }

    private void Forget()
    {
        foreach (var log in Directory.GetFiles(Path, "*.wandb", SearchOption.AllDirectories))
        {
            File.Delete(RunDirectory.SyncedMarkerOf(log));
            File.Delete(RunDirectory.SyncStateOf(log));
            foreach (var bookmark in Directory.GetFiles(System.IO.Path.GetDirectoryName(log)!, "bookmark.sqlite*"))
                File.Delete(bookmark);
        }
    }
}
