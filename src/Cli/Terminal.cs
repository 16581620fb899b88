using Spectre.Console;
using WandbActors.Cli.Exporting;
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
    private const int DefaultWidth = 100;
    private const int MinWidth = 40;

    // Far more than any line of a table: what is piped must not be broken into several.
    private const int PipeWidth = 10_000;

    /// <summary>Answers of whoever sits there; <c>null</c> when nobody does.</summary>
    public TextReader? Answers { get; init; }

    /// <summary>Whether more than ASCII may be drawn.</summary>
    public bool HasUnicode { get; init; } = true;

    /// <summary>Columns for drawings.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Bytes in place of lines: where an export goes that is piped on.</summary>
    public Func<Stream> OpenBytes { get; init; } = () => Stream.Null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What draws tables: coloured on a terminal, plain elsewhere.</summary>
    public IAnsiConsole Screen => Bars ?? PlainScreen();

    public static Terminal OfProcess()
    {
        var surroundings = ProcessSurroundings.Read();
        var style = TerminalStyle.Detect(surroundings.Variables, Console.IsOutputRedirected, Console.OutputEncoding);
        return new Terminal(Console.Out, Console.Error, style.HasColor ? AnsiConsole.Console : null, surroundings)
        {
            Answers = Console.IsInputRedirected || Console.IsOutputRedirected ? null : Console.In,
            HasUnicode = style.HasUnicode,
            Width = Console.IsOutputRedirected ? DefaultWidth : Math.Max(Console.WindowWidth, MinWidth),
            OpenBytes = StandardOutput.Open,
        };
    }

    private IAnsiConsole PlainScreen()
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        screen.Profile.Width = PipeWidth;
        return screen;
    }
}
