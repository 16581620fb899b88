using System.Text.Unicode;
using WandbActors.Persistence.Replay;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// Writes history records straight from the log's bytes into a request: the same line, escaped as the same JSON string, that
/// <see cref="HistoryLine"/> makes of the parsed record. Names are escaped once, numbers are checked for their form and copied. What it cannot
/// write it leaves to the parser: nested keys, broken or long texts, all that is no plain history record. Owner: one log's reader.
/// </summary>
internal sealed class HistoryLineWriter
{
    private const int NoName = int.MaxValue;

    // Comma, quotes and braces.
    private const int EnclosingBytes = 5;

    private readonly LineNames _names = new();
    private readonly LineValue _values = new();
    private Item[] _items = [];
    private int[] _lastOf = []; // by name: which item of this row is the last

    /// <summary>Adds the record's line to the block; false, and nothing added, when the parser must do it.</summary>
    /// <param name="record">The record as it lies in the log.</param>
    /// <param name="block">Where the line goes.</param>
    /// <param name="maxLineBytes">A longer line is left to the parser, too.</param>
    public bool TryWrite(ReadOnlySpan<byte> record, LineBlock block, int maxLineBytes)
    {
        if (!TryRead(record, out var count, out var mostBytes))
            return false;

        var target = block.GetSpan(mostBytes);
        var written = Copy(",\"{"u8, target);
        var bytes = 1;
        for (var i = 0; i < count; i++)
        {
            var item = _items[i];
            var json = record.Slice(item.Start, item.Length);
            if (_lastOf[item.Name] != i)
            {
                // It goes nowhere, but the parser would refuse the record for it.
                if (!item.IsPlain && !Utf8.IsValid(json))
                    return false;
                continue;
            }

            if (bytes > 1)
            {
                target[written++] = (byte)',';
                bytes++;
            }

            var name = _names[item.Name];
            written += Copy(name.Escaped, target[written..]);
            bytes += name.LineBytes;
            if (item.IsPlain)
            {
                written += Copy(json, target[written..]);
                bytes += json.Length;
            }
            else if (_values.TryWrite(json, target[written..], out var escapedBytes, out var valueBytes))
            {
                written += escapedBytes;
                bytes += valueBytes;
            }
            else
            {
                return false;
            }
        }

        written += Copy("}\""u8, target[written..]);
        if (++bytes > maxLineBytes)
            return false;

        block.Add(written, bytes);
        return true;
    }

    private bool TryRead(ReadOnlySpan<byte> record, out int count, out int mostBytes)
    {
        (count, mostBytes) = (0, EnclosingBytes);
        if (!HistoryItems.TryOpen(record, out var items))
            return false;

        if (_names.Trim())
            _items = [];
        while (items.TryRead(out var name, out var json))
        {
            if (!TryFind(name, count, out var id))
                return false;

            var isPlain = LineValue.IsPlain(json);
            if (!isPlain && json.Length > LineValue.MaxBytes)
                return false;

            // An empty one lies nowhere.
            record.Overlaps(json, out var start);
            _items[count] = new Item(id, start, json.Length, isPlain);
            _lastOf[id] = count++;
            mostBytes += 1 + _names[id].Escaped.Length + (isPlain ? json.Length : LineValue.MostBytes(json.Length));
        }

        return !items.IsBroken;
    }

    // Rows follow each other with the same names in the same order.
    private bool TryFind(ReadOnlySpan<byte> name, int place, out int id)
    {
        if (place == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(16, 2 * place));
            Array.Fill(_items, new Item(NoName, 0, 0, IsPlain: false), place, _items.Length - place);
        }

        id = _items[place].Name;
        if (id != NoName && name.SequenceEqual(_names[id].Utf8))
            return true;
        if (!_names.TryFind(name, out id))
            return false;

        if (id >= _lastOf.Length)
            Array.Resize(ref _lastOf, Math.Max(64, 2 * id));
        return true;
    }

    private static int Copy(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        bytes.CopyTo(target);
        return bytes.Length;
    }

    /// <param name="Name">Its name's number.</param>
    /// <param name="Start">Where in the record its value is.</param>
    /// <param name="Length">The value's bytes.</param>
    /// <param name="IsPlain">Whether the value is copied as it is.</param>
    private readonly record struct Item(int Name, int Start, int Length, bool IsPlain);
}
