using System.Text.Json;
using System.Text.Json.Nodes;
using WandbActors.Persistence.Replay;

namespace WandbActors.Persistence.Bookmarks;

/// <summary>
/// Where a log's lines begin on the server, kept beside the log in W&amp;B's own file <c>.wandb.syncstate</c>. Written before the first line is
/// sent and never changed after, so that whoever sends the log again puts each line where it was.
/// <code>
/// {"starting_step": 120,                                    W&amp;B's: the step that the run began with
///  "history_base": 100, "events_base": 7, "console_base": 3,    ours: the server's lines before this log's first one
///  "place": "https://api.wandb.ai lab/digits/ab12cd34",         ours: the run on the server that all this is about
///  "summary": "{…}", "config": "{…}"}                           ours: what the server had made of the run, if the log does not know
/// </code>
/// </summary>
/// <param name="StartingStep">The step that the run began with.</param>
/// <param name="Bases"><c>null</c> in files of W&amp;B's own tools.</param>
internal sealed record SyncState(long StartingStep, LineCounts? Bases)
{
    /// <summary>The run on the server that this is about; <c>null</c> in files of W&amp;B's own tools.</summary>
    public string? Place { get; init; }

    /// <summary>What earlier attempts have left, by the server's answer; <c>null</c> where the log itself says it, or there were none.</summary>
    public RunSoFar? SoFar { get; init; }

    /// <summary>Reads what stands beside a log; <c>null</c> where nothing can be read.</summary>
    /// <param name="logPath">The log.</param>
    /// <param name="mark">Of another place than the first one, its mark.</param>
    public static SyncState? Read(string logPath, string mark = "")
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(RunDirectory.SyncStateOf(logPath + mark))) is JsonObject members ? Of(members) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes it beside a log, unless it stands there: whole or not at all, and to the disk itself, as nobody will ask for it again.</summary>
    /// <returns>Why that cannot be done, for people; <c>null</c> when it is done.</returns>
    public string? Keep(string logPath, string mark = "")
    {
        try
        {
            if (Read(logPath, mark) != this)
                Write(RunDirectory.SyncStateOf(logPath + mark));
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"Where the run's lines begin on the server could not be noted beside {logPath}: {failure.Message}";
        }
    }

    private void Write(string path)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            using (var writer = new Utf8JsonWriter(file))
                ToJson().WriteTo(writer);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    private static SyncState Of(JsonObject members)
    {
        var (history, events, console) = (Number(members, "history_base"), Number(members, "events_base"), Number(members, "console_base"));
        return new SyncState(
            Number(members, "starting_step") ?? 0,
            history is { } h && events is { } e && console is { } c ? new LineCounts(h, e, c) : null)
        {
            Place = Text(members, "place"),
            SoFar = Text(members, "summary") is { } summary && Text(members, "config") is { } config ? RunSoFar.Of(summary, config) : null,
        };
    }

    private static string? Text(JsonObject members, string name) => members[name]?.GetValue<string>();

    private static long? Number(JsonObject members, string name) => members[name]?.GetValue<long>();

    private JsonObject ToJson()
    {
        var members = new JsonObject { ["starting_step"] = StartingStep };
        if (Bases is { } bases)
        {
            members["history_base"] = bases.History;
            members["events_base"] = bases.Events;
            members["console_base"] = bases.Console;
        }

        if (Place is not null)
            members["place"] = Place;
        if (SoFar is { } soFar)
        {
            members["summary"] = soFar.Summary; // as texts: they may hold bare NaN
            members["config"] = soFar.Config;
        }

        return members;
    }
}
