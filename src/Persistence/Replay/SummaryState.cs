using System.Buffers;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// A run's summary: what all summary records so far make of it. It is sent whole, as one line; nothing is derived from history, because
/// the writer of the log has done that.
/// </summary>
internal sealed class SummaryState
{
    private readonly JsonTree _tree = new();

    /// <summary>Whether the summary has changed since <see cref="TakeLine"/>.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Updates first, then removals.</summary>
    public void Apply(SummaryRecord record)
    {
        foreach (var item in record.Update)
            _tree.Set(ItemPath.Of(item.Key, item.NestedKey), item.ValueJson);
        foreach (var item in record.Remove)
            _tree.Remove(ItemPath.Of(item.Key, item.NestedKey));
        IsChanged |= record.Update.Count + record.Remove.Count > 0;
    }

    /// <summary>Takes over what earlier attempts have left, but for the names that there are already.</summary>
    public void LayBelow(RunSoFar soFar)
    {
        foreach (var item in soFar.ToSummary().Update.Where(item => !_tree.Has(item.Key)))
        {
            _tree.Set([item.Key], item.ValueJson);
            IsChanged = true;
        }
    }

    /// <summary>The summary as one JSON object on one line, counted as sent.</summary>
    public ReadOnlyMemory<byte> TakeLine()
    {
        IsChanged = false;
        return ToUtf8();
    }

    /// <summary>The summary as one JSON object on one line; also the content of <c>wandb-summary.json</c>.</summary>
    public ReadOnlyMemory<byte> ToUtf8()
    {
        var writer = new ArrayBufferWriter<byte>();
        _tree.Write(writer);
        return writer.WrittenMemory;
    }
}
