using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WandbActors.Cli.Cleaning;
using WandbActors.Cli.Exporting;
using WandbActors.Cli.Importing;
using WandbActors.Cli.Listing;
using WandbActors.Cli.Recovering;
using WandbActors.Cli.Showing;
using WandbActors.Cli.Syncing;
using WandbActors.Cli.Tailing;
using WandbActors.Cli.Verifying;

namespace WandbActors.Cli;

/// <summary>The tool's commands. A wrong command line does nothing and ends with <see cref="ExitCodes.Usage"/>.</summary>
internal static class CommandLine
{
    // After Ctrl-C what has been confirmed is still noted down; a second Ctrl-C does not wait.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        var output = new SteadyWriter(terminal.Out);
        terminal = terminal with { Out = output, Error = new SteadyWriter(terminal.Error) };
        var exitCode = await InvokeAsync(CommandsOn(terminal).Parse(arguments), terminal, cancellation).ConfigureAwait(false);
        output.Flush();
        if (output.Problem is not { } problem)
            return exitCode;

        terminal.Error.WriteLine($"Not everything that was to be said could be written: {problem}");
        return exitCode == ExitCodes.Done ? ExitCodes.Failed : exitCode;
    }

    /// <summary>Refuses what looks like an option among paths, which a mistyped one would be taken for, and what is no path at all.</summary>
    public static void RefuseOptions(ArgumentResult given)
    {
        foreach (var token in given.Tokens.Where(token => token.Value.StartsWith('-')))
            given.AddError($"{token.Value} is no option (a path of that name is ./{token.Value}).");
        if (given.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            given.AddError($"{given.Argument.Name} is empty: the working directory is \".\".");
    }

    /// <summary>Refuses an option's value for a problem, if there is one.</summary>
    public static void Refuse(OptionResult given, string? problem)
    {
        if (problem is not null)
            given.AddError($"{given.Option.Name}: {problem}.");
    }

    /// <summary>An option's value as a number; one that is none, or not right, is refused with what would be.</summary>
    public static double? Number(ArgumentResult given, Func<double, bool> isRight, string cure)
    {
        if (double.TryParse(given.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && isRight(number))
            return number;

        given.AddError($"{((OptionResult)given.Parent!).Option.Name}: use a number of {cure}.");
        return null;
    }

    private static RootCommand CommandsOn(Terminal terminal)
    {
        var tool = new RootCommand("Lists, shows, checks, sends, exports and imports runs that lie on this machine in W&B's own format.")
        {
            new ListCommand(terminal),
            new ShowCommand(terminal),
            new TailCommand(terminal),
            new VerifyCommand(terminal),
            new SyncCommand(terminal),
            new RecoverCommand(terminal),
            new ExportCommand(terminal),
            new ImportCommand(terminal),
            new CleanCommand(terminal),
        };
        ToolCommand.ExtendHelpOf(tool);
        return tool;
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var invocation = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            ProcessTerminationTimeout = TimeToStop,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            var exitCode = await parsed.InvokeAsync(invocation, cancellation).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (ToolException problem)
        {
            terminal.Error.WriteLine(problem.Message);
            return problem.ExitCode;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or WandbException)
        {
            terminal.Error.WriteLine(problem.Message);
            return ExitCodes.Failed;
        }
    }
}
