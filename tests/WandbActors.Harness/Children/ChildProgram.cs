using System.Globalization;
using WandbActors.Cli;
using WandbActors.Surroundings;

namespace WandbActors.Harness.Children;

/// <summary>What a child does: <c>child VERB ACKNOWLEDGEMENTS ARGUMENT…</c>. Ends with what its verb ends with.</summary>
internal static class ChildProgram
{
    public const string Train = "train";
    public const string Tool = "tool";
    public const string LogThroughOutage = "log-through-outage";

    public static async Task<int> RunAsync(string[] arguments)
    {
        ChildProcess.DieWithParent();
        using var acknowledged = Acknowledgements.Open(arguments[1]);
        var exitCode = arguments[0] switch
        {
            Train => await Trainer.RunAsync(TrainerPlan.Parse(arguments[2]), acknowledged),
            LogThroughOutage => await OutageTrainer.RunAsync(TrainerPlan.Parse(arguments[2]), Number(arguments[3]), acknowledged),
            Tool => await RunToolAsync(TimeSpan.FromMicroseconds(Number(arguments[2])), arguments[3..], acknowledged),
            var verb => throw new ArgumentException($"'{verb}' is no verb of a child."),
        };
        acknowledged.Phase = ChildPhase.Done;
        return exitCode;
    }

    /// <summary>The tool <c>wandb-actors</c>, in this process.</summary>
    public static Task<int> RunToolAsync(string[] arguments, TextWriter output) =>
        CommandLine.RunAsync(arguments, new Terminal(output, output, null, ProcessSurroundings.Read()));

    // If it comes to its end, it says how long it took.
    private static async Task<int> RunToolAsync(TimeSpan life, string[] arguments, Acknowledgements acknowledged)
    {
        acknowledged.Phase = ChildPhase.Begun;
        var began = TimeProvider.System.GetTimestamp();
        SelfKill.After(life);
        var exitCode = await RunToolAsync(arguments, Console.Error);
        acknowledged[0] = (long)TimeProvider.System.GetElapsedTime(began).TotalMicroseconds;
        return exitCode;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
