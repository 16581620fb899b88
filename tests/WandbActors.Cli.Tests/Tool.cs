using Spectre.Console;
using WandbActors.Surroundings;
using WandbActors.Testing;

namespace WandbActors.Cli;

/// <summary>Runs the tool as a shell would, in a home of its own, and keeps what it wrote.</summary>
internal sealed class Tool(TempDirectory home)
{
    private const int DefaultWidth = 80;

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly MemoryStream _piped = new();

    /// <summary>The environment's variables besides HOME.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    /// <summary>What went to the standard output as bytes.</summary>
    public string Piped => System.Text.Encoding.UTF8.GetString(_piped.ToArray());

    /// <summary>Where bytes go; they are kept by default.</summary>
    public Stream? Pipe { get; set; }

    /// <summary>What somebody who sits there answers; nobody does by default.</summary>
    public string? Answer { get; set; }

    /// <summary>A tool whose environment names the backend and its key.</summary>
    public static Tool For(RecordingBackend backend, TempDirectory home) => new(home)
    {
        Variables = { ["WANDB_BASE_URL"] = backend.BaseUrl, ["WANDB_API_KEY"] = backend.ApiKey },
    };

    public Task<int> RunAsync(params string[] arguments) => RunAsync(default, arguments);

    public Task<int> RunAsync(CancellationToken cancellation, params string[] arguments) =>
        CommandLine.RunAsync(arguments, On(bars: null), cancellation);

    /// <summary>Runs the tool on a terminal that takes bars, and tells what was drawn there.</summary>
    public Task<(int ExitCode, string Screen)> RunOnScreenAsync(params string[] arguments) => RunOnScreenAsync(DefaultWidth, arguments);

    /// <summary>Runs the tool on such a terminal of so many columns.</summary>
    public async Task<(int ExitCode, string Screen)> RunOnScreenAsync(int width, params string[] arguments)
    {
        var screen = new StringWriter();
        var bars = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(screen),
        });
        bars.Profile.Width = width;
        var exitCode = await CommandLine.RunAsync(arguments, On(bars));
        return (exitCode, screen.ToString());
    }

    private Terminal On(IAnsiConsole? bars)
    {
        var variables = new Dictionary<string, string>(Variables) { ["HOME"] = home.Path };
        return new Terminal(_output, _error, bars, new ProcessSurroundings(variables, home.Path, Program: "", Host: "trainer-0", User: "someone"))
        {
            OpenBytes = () => Pipe ?? _piped,
            Answers = Answer is null ? null : new StringReader(Answer),
        };
    }
}
