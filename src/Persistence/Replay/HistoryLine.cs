using System.Buffers;
using Google.Protobuf.Collections;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// A history record as the line that a server keeps: one JSON object. Values are copied, not read; of items with the same name the
/// last wins. Every record gives a line, an empty one <c>{}</c>, because the line's number follows from the record's.
/// </summary>
internal static class HistoryLine
{
    // Up to here, looking through the items behind is faster than a table of names.
    private const int MaxItemsSearched = 16;

    public static ReadOnlyMemory<byte> Of(HistoryRecord record)
    {
        var writer = new ArrayBufferWriter<byte>(record.CalculateSize() + 16);
        if (record.Item.All(item => ItemPath.IsFlat(item.NestedKey)))
            WriteFlat(record.Item, writer);
        else
            WriteNested(record.Item, writer);
        return writer.WrittenMemory;
    }

    private static void WriteFlat(RepeatedField<HistoryItem> items, ArrayBufferWriter<byte> writer)
    {
        var last = items.Count > MaxItemsSearched ? LastOfEachName(items) : null;
        writer.Write("{"u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (last is null ? IsRepeatedBehind(items, i) : last[NameOf(items[i])] != i)
                continue;

            if (writer.WrittenCount > 1)
                writer.Write(","u8);
            ValueJson.WriteText(NameOf(items[i]), writer);
            writer.Write(":"u8);
            JsonText.Write(JsonText.Clean(items[i].ValueJson), writer);
        }

        writer.Write("}"u8);
    }

    private static void WriteNested(RepeatedField<HistoryItem> items, ArrayBufferWriter<byte> writer)
    {
        var tree = new JsonTree();
        foreach (var item in items)
            tree.Set(ItemPath.Of(item.Key, item.NestedKey), item.ValueJson);
        tree.Write(writer);
    }

    private static Dictionary<string, int> LastOfEachName(RepeatedField<HistoryItem> items)
    {
        var last = new Dictionary<string, int>(items.Count);
        for (var i = 0; i < items.Count; i++)
            last[NameOf(items[i])] = i;
        return last;
    }

    private static bool IsRepeatedBehind(RepeatedField<HistoryItem> items, int index)
    {
        var name = NameOf(items[index]);
        for (var i = index + 1; i < items.Count; i++)
            if (NameOf(items[i]) == name)
                return true;
        return false;
    }

    private static string NameOf(HistoryItem item) => ItemPath.Name(item.Key, item.NestedKey);
}
