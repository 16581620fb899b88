using System.CommandLine;
using System.CommandLine.Parsing;
using WandbActors.Cli.Recovering;
using WandbActors.Cli.Syncing;

namespace WandbActors.Cli;

/// <summary>The tool's commands. A wrong command line does nothing and ends with <see cref="ExitCodes.Usage"/>.</summary>
internal static class CommandLine
{
    // After Ctrl-C what has been confirmed is still noted down; a second Ctrl-C does not wait.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        var root = new RootCommand("Sends runs to a W&B server later, and recovers those that were interrupted.") { new SyncCommand(terminal), new RecoverCommand(terminal) };
        var parsed = root.Parse(arguments);
        var invocation = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, ProcessTerminationTimeout = TimeToStop };
        var exitCode = await parsed.InvokeAsync(invocation, cancellation).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }

    /// <summary>Refuses what looks like an option among paths: a mistyped one would be taken for a path.</summary>
    public static void RefuseOptions(ArgumentResult given)
    {
        foreach (var token in given.Tokens.Where(token => token.Value.StartsWith('-')))
            given.AddError($"{token.Value} is no option (a path of that name is ./{token.Value}).");
    }
}
