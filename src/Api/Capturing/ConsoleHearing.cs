using WandbActors.Actors.Printing;

namespace WandbActors.Capturing;

/// <summary>One run's capture of the process's console: it listens to both writers until it is disposed of, any number of times.</summary>
internal sealed class ConsoleHearing : IDisposable
{
    private static readonly CapturedStream Out = new(() => Console.Out, Console.SetOut);
    private static readonly CapturedStream Error = new(() => Console.Error, Console.SetError);

    private readonly IDisposable _out;
    private readonly IDisposable _error;

    private ConsoleHearing(RunOutput output)
    {
        _out = Out.Listen(text => output.Write(text, isError: false));
        _error = Error.Listen(text => output.Write(text, isError: true));
    }

    /// <summary>Begins to listen, if that is wanted.</summary>
    public static ConsoleHearing? Begin(ConsoleCapture capture, RunOutput output) => capture == ConsoleCapture.Off ? null : new ConsoleHearing(output);

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }
}
