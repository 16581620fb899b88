using Spectre.Console;
using WandbActors.Reporting;
using WandbActors.Surroundings;

namespace WandbActors.Cli;

/// <summary>
/// Where the tool writes, and what it finds around it. Lines for people and scripts go to <paramref name="Out"/>, what went wrong before
/// any run was touched to <paramref name="Error"/>.
/// </summary>
/// <param name="Out">Lines, never coloured.</param>
/// <param name="Error">Problems.</param>
/// <param name="Bars">What shows progress in place; <c>null</c> where that cannot be or is not wanted: then there are lines.</param>
/// <param name="Surroundings">Environment, working directory, user.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, IAnsiConsole? Bars, ProcessSurroundings Surroundings)
{
    public static Terminal OfProcess()
    {
        var surroundings = ProcessSurroundings.Read();
        var style = TerminalStyle.Detect(surroundings.Variables, Console.IsOutputRedirected, Console.OutputEncoding);
        return new Terminal(Console.Out, Console.Error, style.HasColor ? AnsiConsole.Console : null, surroundings);
    }
}
