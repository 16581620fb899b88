namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>
/// What a run says, whoever wrote it: part by part as text, without what differs from one run to the next (times, ids drawn at random) or
/// belongs to the program that wrote it (versions, its machine). Equal texts mean equal runs.
/// </summary>
internal sealed class RunMeaning
{
    private readonly SortedDictionary<string, List<string>> _parts = new(StringComparer.Ordinal);

    /// <summary>The lines of one part, such as <c>history</c>.</summary>
    public List<string> this[string part]
    {
        get => _parts.TryGetValue(part, out var lines) ? lines : _parts[part] = [];
        set => _parts[part] = value;
    }

    /// <summary>All lines, each behind the name of its part.</summary>
    public IEnumerable<string> Lines => _parts.SelectMany(part => part.Value.Select(line => $"{part.Key}: {line}"));
}
