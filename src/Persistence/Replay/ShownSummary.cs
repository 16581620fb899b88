using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// What a run's summary records come to, for people: the first names of it, with no more of long values than is shown. Owned by one thread.
/// </summary>
internal sealed class ShownSummary(int maxNames)
{
    // A value is shown in one line of a terminal.
    private const int MaxTextLength = 100;
    private const int MaxKeptLength = 4096; // a longer object cannot be changed within, which is not worth its memory

    private readonly JsonTree _tree = new();
    private readonly HashSet<string> _names = []; // one that was removed keeps its place

    /// <summary>The names with their values. Files and other objects of W&amp;B's have no line.</summary>
    public IEnumerable<(string Name, string Text)> Lines => _tree.Leaves()
        .Where(leaf => !leaf.Json.StartsWith("{\"_type\"", StringComparison.Ordinal))
        .Select(leaf => (leaf.Path, Cut(JsonText.IsText(leaf.Json) ? JsonText.Unquote(leaf.Json) : leaf.Json)));

    /// <summary>Updates first, then removals.</summary>
    public void Apply(SummaryRecord record)
    {
        foreach (var item in record.Update)
        {
            var path = ItemPath.Of(item.Key, item.NestedKey);
            if (IsShown(path))
                _tree.Set(path, Kept(item.ValueJson));
        }

        foreach (var item in record.Remove)
            _tree.Remove(ItemPath.Of(item.Key, item.NestedKey));
    }

    private bool IsShown(string[] path)
    {
        var name = string.Join('.', path);
        return !name.StartsWith('_') && (_names.Contains(name) || (_names.Count < maxNames && _names.Add(name)));
    }

    private static string Kept(string json) =>
        json.Length <= MaxKeptLength ? json : JsonText.Quote(Cut(JsonText.IsText(json) ? JsonText.Unquote(json) : json));

    private static string Cut(string text) => text[..Math.Min(text.Length, MaxTextLength)];
}
