using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Configuration;
using WandbActors.Cli.Cleaning;
using WandbActors.Cli.Finding;
using WandbActors.Cli.Syncing;
using WandbActors.Persistence;
using WandbActors.Surroundings;

namespace WandbActors.Cli.Importing;

/// <summary>Logs the rows of sources as offline runs, in an actor system of its own. A run of which something fails is taken away again.</summary>
internal sealed class ImportSession(Terminal terminal) : IDisposable
{
    // Nobody trains meanwhile: a disk that is slow is waited for, however long, rather than a row refused.
    private static readonly Config Patient = ConfigurationFactory.ParseString("wandb.buffer.wait = 1h");

    private const int MaxLooks = 500;
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(20);

    // What the environment says of the run that it is about, which is another one.
    private static readonly string[] OfAnotherRun = ["WANDB_RUN_ID", "WANDB_RESUME", "WANDB_RESUME_FROM", "WANDB_FORK_FROM"];

    private readonly ActorSystem _system = ProcessSystem.Create(Patient);

    public async Task<int> ImportAsync(IImportSource source, RunOptions options, CancellationToken cancellation)
    {
        try
        {
            var rows = await LogAsync(source, options, cancellation).ConfigureAwait(false);
            terminal.Out.WriteLine($"{source.Path}: {Sizes.OfRows(rows.Count)} into run {rows.RunId}, {rows.Directory}");
            foreach (var remark in source.Remarks)
                terminal.Out.WriteLine($"  {remark}");
            return source.IsWhole ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException or WandbException)
        {
            terminal.Error.WriteLine($"{source.Path}: {problem.Message}");
            return ExitCodes.Failed;
        }
    }

    public void Dispose() => _system.Dispose();

    private async Task<(long Count, string RunId, string Directory)> LogAsync(IImportSource source, RunOptions options, CancellationToken cancellation)
    {
        (options.Mode, options.Silent, options.SystemMetrics, options.Strict) = (RunMode.Offline, true, false, true);
        using var rows = source.Read().GetEnumerator();
        if (!rows.MoveNext())
            throw new InvalidDataException("there are no rows");

        var clock = new ImportClock(terminal.Time);
        clock.GoToStartOf(rows.Current);
        var host = RunHost.Of(WandbExtension.For(_system)) with { Setup = new WandbSetup { Time = clock } };
        var run = await RunLauncher.LaunchAsync(host, options, Elsewhere(), cancellation).ConfigureAwait(false);
        try
        {
            do
            {
                cancellation.ThrowIfCancellationRequested();
                clock.GoTo(rows.Current);
                Log(run, rows.Current);
            }
            while (rows.MoveNext());
            var receipt = await run.FinishAsync().ConfigureAwait(false);
            return (receipt.RowsInLog, run.Id, run.Directory);
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            await RemoveAsync(run).ConfigureAwait(false);
            throw;
        }
    }

    // The run's actors give its lock up as the last they do with its directory.
    private async Task RemoveAsync(Run run)
    {
        var place = new RunPlace(Path.Combine(run.Directory, RunDirectory.LogNameOf(run.Id)));
        for (var look = 0; look < MaxLooks && place.IsHeld(out _); look++)
            await Task.Delay(LookPeriod, terminal.Time).ConfigureAwait(false);
        try
        {
            RunRemoval.Remove(place.Directory);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"{place.Directory} holds a part of it and could not be removed: {problem.Message}");
        }
    }

    private static void Log(Run run, ImportedRow row)
    {
        if (row.Timestamp is { } timestamp)
            row.Values.Add(("_timestamp", timestamp)); // as it was, which the clock tells only to the microsecond
        var values = CollectionsMarshal.AsSpan(row.Values);
        if (row.Step is { } step)
            run.Log(step, commit: true, values);
        else
            run.Log(values);
    }

    // Where a run was logged, and with what, its file does not say; this machine was not it.
    private ProcessSurroundings Elsewhere() => terminal.Surroundings with
    {
        Host = "",
        Program = "",
        Variables = new Dictionary<string, string>(terminal.Surroundings.Variables.Where(variable => !OfAnotherRun.Contains(variable.Key)))
        {
            ["WANDB__DISABLE_META"] = "true",
            ["WANDB__SAVE_REQUIREMENTS"] = "false",
            ["WANDB_DISABLE_GIT"] = "true",
        },
    };
}
