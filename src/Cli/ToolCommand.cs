using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace WandbActors.Cli;

/// <summary>A command that says in one sentence what it does, and in its own help more: how, by examples, and what it ends with.</summary>
internal abstract class ToolCommand : Command
{
    private readonly string _more;

    /// <param name="name">What is typed.</param>
    /// <param name="purpose">A sentence or two, for the list of all commands.</param>
    /// <param name="more">Examples and exit codes, for its own help.</param>
    protected ToolCommand(string name, string purpose, string more)
        : base(name, purpose) => _more = more;

    /// <summary>Has the help of a tool's commands end with what each says of itself.</summary>
    public static void ExtendHelpOf(RootCommand tool)
    {
        foreach (var help in tool.Options.OfType<HelpOption>())
            help.Action = new FullHelp((HelpAction)help.Action!);
    }

    private sealed class FullHelp(HelpAction shortHelp) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true; // whoever asks for help need not have written the rest

        public override int Invoke(ParseResult parsed)
        {
            var exitCode = shortHelp.Invoke(parsed);
            if (parsed.CommandResult.Command is ToolCommand command)
                parsed.InvocationConfiguration.Output.WriteLine(command._more);
            return exitCode;
        }
    }
}
