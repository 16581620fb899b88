using System.Text.Json;
using System.Text.Json.Nodes;
using WandbActors.Persistence.Records;

namespace WandbActors.Resolution;

/// <summary>
/// What <see cref="ResumeMode.Auto"/> remembers: the id of the last run of a directory, until one ends well. Kept in W&amp;B's own file
/// <c>wandb-resume.json</c>, <c>{"run_id": "…"}</c>. A file that cannot be read or written is as none: the run begins anew.
/// </summary>
internal sealed class ResumeMemory(string home)
{
    private readonly string _path = Path.Combine(home, "wandb-resume.json");

    public RunId? Recall()
    {
        try
        {
            var text = JsonNode.Parse(File.ReadAllText(_path))?["run_id"]?.GetValue<string>();
            return text is not null && RunId.TryParse(text, out var id, out _) ? id : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Remember(RunId id) => Try(() => File.WriteAllText(_path, new JsonObject { ["run_id"] = id.Value }.ToJsonString()));

    /// <summary>The run has ended well: the next one begins anew, unless another was started meanwhile.</summary>
    public void Forget(RunId id)
    {
        if (Recall() == id)
            Try(() => File.Delete(_path));
    }

    private static void Try(Action change)
    {
        try
        {
            change();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The next run begins anew instead of going on: a worse start, but no reason to stop this one.
        }
    }
}
