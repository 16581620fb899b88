namespace WandbActors.Cli;

/// <summary>Why a command cannot go on: a sentence for people, and what the tool ends with. Caught at the top alone.</summary>
internal sealed class ToolException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
