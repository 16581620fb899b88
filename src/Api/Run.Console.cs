using WandbActors.Capturing;

namespace WandbActors;

public sealed partial class Run
{
    private ConsoleHearing? _hearing;

    /// <summary>
    /// Adds a line to the run's <c>output.log</c>, with the time, as a logging provider does; nothing is printed. Any thread; never waits and never
    /// throws. After the run's end it does nothing.
    /// </summary>
    /// <param name="line">The text, without a line end; one with several lines is so many lines.</param>
    /// <param name="isError">Whether it is shown as an error, with what the program writes to stderr.</param>
    public void WriteLine(string? line, bool isError = false) => _session?.Output.WriteLine(line ?? "", isError);

    /// <summary>Captures the console from here to the run's end, however that comes about.</summary>
    internal void Hear(ConsoleCapture capture)
    {
        if (_session is not { } session || ConsoleHearing.Begin(capture, session.Output) is not { } hearing)
            return;

        _hearing = hearing;
        session.Ended.ContinueWith(_ => hearing.Dispose(), TaskScheduler.Default);
    }

    /// <summary>Adds what the runtime prints of an exception that nobody handles: that does not go through the console's writers.</summary>
    internal void HearLastWords(object exception)
    {
        if (_hearing is not null)
            WriteLine($"Unhandled exception. {exception}", isError: true);
    }
}
