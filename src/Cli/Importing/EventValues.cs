using WandbActors.Cli.EventFiles;

namespace WandbActors.Cli.Importing;

/// <summary>
/// The values of TensorBoard's events as W&amp;B's. What kind a tensor is stands in the first event of its name, and need not in the others. One thread.
/// </summary>
internal sealed class EventValues
{
    private readonly Dictionary<string, string> _plugins = [];
    private readonly SortedDictionary<string, long> _leftOut = new(StringComparer.Ordinal);

    /// <summary>What is not taken over, counted by kind.</summary>
    public IEnumerable<string> Remarks => _leftOut.Select(kind => $"{kind.Value} values of kind {kind.Key} are not taken over");

    /// <summary>Notes of what kind the values of these names are.</summary>
    public void NoteKinds(EventSummary? summary)
    {
        foreach (var value in summary?.Value ?? [])
        {
            if (value.Metadata?.PluginData is { PluginName.Length: > 0 } plugin)
                _plugins.TryAdd(value.Tag, plugin.PluginName);
        }
    }

    /// <summary>The values that can be taken over.</summary>
    public IEnumerable<(string Name, MetricValue Value)> Of(EventSummary summary)
    {
        foreach (var value in summary.Value)
        {
            if (Read(value) is { } read)
                yield return (value.Tag, read);
            else
                LeaveOut(value);
        }
    }

    private MetricValue? Read(EventSummary.Types.Value value) => value.ValueCase switch
    {
        EventSummary.Types.Value.ValueOneofCase.SimpleValue => value.SimpleValue,
        EventSummary.Types.Value.ValueOneofCase.Histo => EventHistograms.Of(value.Histo),
        EventSummary.Types.Value.ValueOneofCase.Image => ImageOf(value.Image.EncodedImageString.Span),
        EventSummary.Types.Value.ValueOneofCase.Tensor => Read(value.Tensor, _plugins.GetValueOrDefault(value.Tag)),
        _ => null,
    };

    private static MetricValue? Read(TensorProto tensor, string? plugin) => plugin switch
    {
        Plugins.Text => TextOf(TensorContent.Texts(tensor).Select(text => text.ToStringUtf8()).ToArray()),
        Plugins.Images when TensorContent.Texts(tensor) is [_, _, var first, ..] => ImageOf(first.Span), // width, height, then the files
        Plugins.Histograms => EventHistograms.OfBuckets(TensorContent.Numbers(tensor)),
        Plugins.Scalars or null when TensorContent.Numbers(tensor) is [var number] => TensorContent.IsWhole(tensor) ? new MetricValue((long)number) : number,
        _ => null,
    };

    private static MetricValue? TextOf(string[] texts) => texts switch
    {
        [] => (MetricValue?)null,
        [var text] => text,
        _ => MetricValue.Of(texts),
    };

    private static MetricValue? ImageOf(ReadOnlySpan<byte> file) => ImageSize.Read(file) is null ? (MetricValue?)null : Image.FromEncoded(file);

    private void LeaveOut(EventSummary.Types.Value value)
    {
        var kind = _plugins.GetValueOrDefault(value.Tag) ?? value.ValueCase.ToString().ToLowerInvariant();
        _leftOut[kind] = _leftOut.GetValueOrDefault(kind) + 1;
    }
}
