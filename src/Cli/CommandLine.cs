using System.CommandLine;
using WandbActors.Cli.Syncing;

namespace WandbActors.Cli;

/// <summary>The tool's commands. A wrong command line does nothing and ends with <see cref="ExitCodes.Usage"/>.</summary>
internal static class CommandLine
{
    // After Ctrl-C what has been confirmed is still noted down; a second Ctrl-C does not wait.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        var root = new RootCommand("Sends runs that were kept offline to a W&B server.") { new SyncCommand(terminal) };
        var parsed = root.Parse(arguments);
        var invocation = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, ProcessTerminationTimeout = TimeToStop };
        var exitCode = await parsed.InvokeAsync(invocation, cancellation).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }
}
