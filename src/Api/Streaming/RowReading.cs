using System.Globalization;
using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors;

/// <summary>A log's records as rows. One that its writers write is walked over as it lies there; others are parsed.</summary>
internal static class RowReading
{
    /// <summary>The row in a record; <c>null</c> when that is none. <paramref name="isEnd"/>: the record says that the run has ended.</summary>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">The record is none.</exception>
    public static ReplayedRow? Read(ReadOnlyMemory<byte> bytes, out bool isEnd)
    {
        isEnd = false;
        var row = new Draft();
        if (HistoryItems.TryOpen(bytes.Span, out var items))
        {
            while (items.TryRead(out var name, out var json))
                row.Add(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(json));
            if (!items.IsBroken)
                return row.ToRow();
        }

        var record = Record.Parser.ParseFrom(bytes.Span);
        isEnd = record.Exit is not null;
        return record.History is { } history ? Read(history) : null;
    }

    private static ReplayedRow Read(HistoryRecord history)
    {
        var row = new Draft { Step = history.Step?.Num ?? 0 };
        foreach (var item in history.Item)
            row.Add(string.Join('.', ItemPath.Of(item.Key, item.NestedKey)), item.ValueJson);
        return row.ToRow();
    }

    private sealed class Draft
    {
        private readonly Dictionary<string, MetricValue> _values = [];
        private DateTimeOffset? _time;
        private TimeSpan? _runtime;

        public long Step { private get; set; }

        public void Add(string name, string json)
        {
            switch (name)
            {
                case "_step" when long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var step):
                    Step = step;
                    break;
                case "_timestamp" when Seconds(json) is { } seconds && seconds is >= 0 and < 253_402_300_800: // the calendar's end
                    _time = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
                    break;
                case "_runtime" when Seconds(json) is { } seconds && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds:
                    _runtime = TimeSpan.FromSeconds(seconds);
                    break;
                default:
                    _values[name] = JsonValue.Read(json);
                    break;
            }
        }

        public ReplayedRow ToRow() => new(Step, _time, _runtime, _values);

        private static double? Seconds(string json) =>
            double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds : null;
    }
}
