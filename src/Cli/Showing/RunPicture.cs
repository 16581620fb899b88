using System.Buffers;
using System.Text;
using WandbActors.Cli.Finding;
using WandbActors.Cli.Listing;
using WandbActors.Cli.Reading;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Showing;

/// <summary>Everything that is shown of a run. Immutable.</summary>
internal sealed record RunPicture(RunSurvey Survey)
{
    /// <summary>The config's names with their JSON; without W&amp;B's book-keeping.</summary>
    public IReadOnlyList<(string Name, string Json)> Config { get; private init; } = [];

    /// <summary>The summary's names with their JSON, nested ones joined with dots.</summary>
    public IReadOnlyList<(string Name, string Json)> Summary { get; private init; } = [];

    /// <summary>The summary as one JSON object.</summary>
    public string SummaryJson { get; private init; } = "{}";

    /// <summary>Where the run ran, as the content of <c>wandb-metadata.json</c>; <c>null</c> if the log does not say.</summary>
    public string? Metadata { get; private init; }

    /// <summary>The course of each metric that had numbers, by their names.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<double> Points)> Courses { get; private init; } = [];

    public static RunPicture Of(RunPlace place)
    {
        var surveyor = new RunSurveyor(place);
        var courses = new Courses();
        var replay = new RunReplay("");
        var forgotten = new ArrayBufferWriter<byte>();
        using var walk = LogWalk.Open(place.LogPath);
        for (var step = walk.Next(); step != WalkStep.End; step = walk.Next())
        {
            surveyor.Take(step, walk);
            if (step == WalkStep.Row)
                courses.Add(walk.Row);
            else if (replay.Apply(walk.Record) is ReplayEffect.ConsoleChanged)
                Forget(replay.Console.Lines, forgotten);
        }

        var summary = Encoding.UTF8.GetString(replay.Summary.ToUtf8().Span);
        return new RunPicture(surveyor.Survey(walk))
        {
            Config = [.. RunSoFar.Of(null, replay.Config.ToJson()).Settings],
            Summary = [.. LeavesOf(summary, "")],
            SummaryJson = summary,
            Metadata = replay.Environment.IsKnown ? replay.Environment.ToMetadata() : null,
            Courses = courses.ByName(),
        };
    }

    // Values of W&B's own types are one value each.
    private static IEnumerable<(string Name, string Json)> LeavesOf(string json, string prefix) => JsonText.Members(json).SelectMany(member =>
        JsonText.IsObject(member.Json) && JsonText.Members(member.Json) is { Count: > 0 } inner && !inner.Exists(part => part.Name == "_type")
            ? LeavesOf(member.Json, $"{prefix}{member.Name}.")
            : [(prefix + member.Name, member.Json)]);

    // Nobody wants the text: it would pile up.
    private static void Forget(ConsoleLines lines, ArrayBufferWriter<byte> text)
    {
        text.ResetWrittenCount();
        lines.TakeText(text, isLast: false);
        lines.TakeChanges();
    }
}
