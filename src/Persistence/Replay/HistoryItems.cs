namespace WandbActors.Persistence.Replay;

/// <summary>
/// The items of a history record as they lie in the log, stepped over without an object for any of them. It knows what writers write, items
/// with one name and a step, and nothing else: another field, a field given twice or a nested key of several names breaks the walk off, and the
/// record is for the generated parser to judge.
/// </summary>
/// <remarks>
/// <code>
/// record = 08 number                                        (once or not at all)
///          12 length history
/// item   = 0a length, of: 0a length key | 12 length nested key, and 82 01 length value_json; what is empty may be missing
/// step   = 12 length, of: nothing | 08 number
/// </code>
/// </remarks>
internal ref struct HistoryItems
{
    private const byte NumberTag = 0x08;
    private const byte FirstTag = 0x0a; // of an item in its history, of the plain key in its item
    private const byte SecondTag = 0x12; // of the history in its record, of the step in its history, of the nested key in its item
    private const byte ValueTag = 0x82; // and its second byte
    private const byte ValueTagEnd = 0x01;

    private readonly ReadOnlySpan<byte> _history;
    private int _at;

    private HistoryItems(ReadOnlySpan<byte> history) => _history = history;

    /// <summary>Whether what comes next is nothing that this walk knows.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Opens a record; false when it is no history record, or one for the parser.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> record, out HistoryItems items)
    {
        items = default;
        var at = 0;
        if (record is [NumberTag, ..] && !TryTakeNumber(record, ref at))
            return false;
        if (at >= record.Length || record[at] != SecondTag || !TryTakeText(record, ref at, out var history) || at < record.Length)
            return false;

        items = new HistoryItems(history);
        return true;
    }

    /// <summary>Steps over the next item. Neither text has been looked at: both may be broken UTF-8.</summary>
    public bool TryRead(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> json)
    {
        name = json = default;
        while (_at < _history.Length && !IsBroken)
        {
            var tag = _history[_at];
            if (tag is FirstTag or SecondTag && TryTakeText(_history, ref _at, out var content))
            {
                if (tag == FirstTag)
                    return !(IsBroken = !TryReadItem(content, out name, out json));
                IsBroken = !IsStep(content);
            }
            else
            {
                IsBroken = true;
            }
        }

        return false;
    }

    private static bool TryReadItem(ReadOnlySpan<byte> item, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> json)
    {
        name = json = default;
        var (isNamed, isSet) = (false, false);
        for (var at = 0; at < item.Length;)
        {
            if (item[at] is FirstTag or SecondTag && !isNamed)
            {
                isNamed = TryTakeText(item, ref at, out name);
                if (!isNamed)
                    return false;
            }
            else if (item[at] == ValueTag && !isSet && at + 1 < item.Length && item[at + 1] == ValueTagEnd)
            {
                at++;
                isSet = TryTakeText(item, ref at, out json);
                if (!isSet)
                    return false;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsStep(ReadOnlySpan<byte> step)
    {
        var at = 0;
        return step.IsEmpty || (step[0] == NumberTag && TryTakeNumber(step, ref at) && at == step.Length);
    }

    /// <summary>Takes a tag's last byte and the text behind it.</summary>
    private static bool TryTakeText(ReadOnlySpan<byte> bytes, scoped ref int at, out ReadOnlySpan<byte> text)
    {
        text = default;
        var length = 0L;
        var start = at + 1;
        for (var shift = 0; ; shift += 7)
        {
            if (start >= bytes.Length || shift > 28)
                return false;

            var next = bytes[start++];
            length |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
                break;
        }

        if (length > bytes.Length - start)
            return false;

        text = bytes.Slice(start, (int)length);
        at = start + (int)length;
        return true;
    }

    private static bool TryTakeNumber(ReadOnlySpan<byte> bytes, scoped ref int at)
    {
        const int MaxBytes = 10;
        for (var end = at + 1; end < bytes.Length && end <= at + MaxBytes; end++)
        {
            if (bytes[end] >= 0x80)
                continue;

            at = end + 1;
            return true;
        }

        return false;
    }
}
