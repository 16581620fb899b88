using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using WandbActors.Capturing;

namespace WandbActors.Reporting;

/// <summary>
/// What the process's own actor system has to say, for the person at the terminal: a line on stderr, as all of the runtime's words. Standard output is
/// the program's.
/// </summary>
internal sealed class TerminalLogger : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    protected override void OnReceive(object message)
    {
        if (message is InitializeLogger)
            Sender.Tell(new LoggerInitialized());
        else if (message is LogEvent said && said.LogLevel() >= LogLevel.WarningLevel)
            OwnWords.Say(Console.Error, $"{RunReporter.Prefix}WARNING {said.Message}{(said.Cause is { } cause ? $" ({cause.Message})" : "")}");
    }
}
