using Google.Protobuf;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// All that an assembler carries from one batch to the next, in the bytes that the ring's mark slots keep. Restoring them and reading
/// the ring from the mark's position on makes the same records again: that is how a start, a restart and a recovery work alike.
/// </summary>
internal static class AssemblerState
{
    // A mark slot holds 64 KiB: these, and some numbers.
    public const int MaxOpenRowBytes = 20 * 1024;
    public const int MaxSummaryBytes = 20 * 1024;
    public const int MaxWindowBytes = 14 * 1024;

    private const byte Version = 4;

    public static byte[] Write(in AssemblerProgress progress, OpenRow row, SummaryTracker summary, LogWindows windows, KeyBook keys)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        WriteProgress(writer, progress);
        writer.Write(row.IsOpen);
        if (row.IsOpen)
        {
            writer.Write(row.Timestamp);
            WriteValues(writer, row.Values, keys);
        }

        writer.Write(summary.LastRow is not null);
        if (summary.LastRow is { } last)
        {
            writer.Write(last.Step);
            writer.Write(last.Timestamp);
            writer.Write(last.Runtime);
        }

        WriteValues(writer, summary.Changes, keys);
        WriteWindows(writer, windows, keys);
        writer.Flush();
        return memory.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote into an empty row, summary and windows; bytes of another version throw.</summary>
    public static AssemblerProgress Read(ReadOnlyMemory<byte> state, OpenRow row, SummaryTracker summary, LogWindows windows, KeyBook keys)
    {
        using var reader = Open(state);
        var progress = ReadProgress(reader);
        if (reader.ReadBoolean())
        {
            row.Join(reader.ReadInt64());
            foreach (var value in ReadValues(reader, keys))
                row.Set(value);
        }

        if (reader.ReadBoolean())
            summary.NoteRow(new SummaryRow(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble()));
        foreach (var value in ReadValues(reader, keys))
            summary.Restore(value);
        ReadWindows(reader, windows, keys);
        return progress;
    }

    /// <summary>How far the assembler had come by then.</summary>
    public static AssemblerProgress ProgressIn(ReadOnlyMemory<byte> state)
    {
        using var reader = Open(state);
        return ReadProgress(reader);
    }

    private static BinaryReader Open(ReadOnlyMemory<byte> state)
    {
        var reader = new BinaryReader(new MemoryStream(state.ToArray()));
        var version = state.IsEmpty ? (byte)0 : reader.ReadByte();
        return version == Version
            ? reader
            : throw new InvalidDataException($"The row buffer was written by another version: state {version}, known {Version}.");
    }

    private static void WriteProgress(BinaryWriter writer, in AssemblerProgress progress)
    {
        WriteCounts(writer, progress.Counts);
        writer.Write(progress.Clock.StartTicks);
        writer.Write(progress.Clock.EarlierSeconds);
        writer.Write(progress.NextRecord);
        writer.Write(progress.NextStep);
        writer.Write(progress.NewestStep);
        writer.Write(progress.HasDefinitions);
        writer.Write(progress.HasEnded);
    }

    private static AssemblerProgress ReadProgress(BinaryReader reader) => new()
    {
        Counts = ReadCounts(reader),
        Clock = new RunClock(reader.ReadInt64(), reader.ReadDouble()),
        NextRecord = reader.ReadInt64(),
        NextStep = reader.ReadInt64(),
        NewestStep = reader.ReadInt64(),
        HasDefinitions = reader.ReadBoolean(),
        HasEnded = reader.ReadBoolean(),
    };

    private static void WriteCounts(BinaryWriter writer, in AssemblerCounts counts)
    {
        writer.Write(counts.Calls);
        writer.Write(counts.Merged);
        writer.Write(counts.Folded);
        writer.Write(counts.Aggregates);
        writer.Write(counts.History);
        writer.Write(counts.Late);
        writer.Write(counts.StepsReplaced);
        writer.Write(counts.Split);
        writer.Write(counts.ValuesLost);
        writer.Write(counts.Poisoned);
    }

    private static AssemblerCounts ReadCounts(BinaryReader reader) => new()
    {
        Calls = reader.ReadInt64(),
        Merged = reader.ReadInt64(),
        Folded = reader.ReadInt64(),
        Aggregates = reader.ReadInt64(),
        History = reader.ReadInt64(),
        Late = reader.ReadInt64(),
        StepsReplaced = reader.ReadInt64(),
        Split = reader.ReadInt64(),
        ValuesLost = reader.ReadInt64(),
        Poisoned = reader.ReadInt64(),
    };

    private static void WriteWindows(BinaryWriter writer, LogWindows windows, KeyBook keys)
    {
        writer.Write7BitEncodedInt(windows.All.Count);
        foreach (var window in windows.All)
        {
            var rule = window.Rule.ToByteArray();
            writer.Write7BitEncodedInt(rule.Length);
            writer.Write(rule);
            writer.Write(window.IsOpen);
            if (window.IsOpen)
                WriteWindow(writer, window, keys);
        }
    }

    private static void WriteWindow(BinaryWriter writer, LogWindow window, KeyBook keys)
    {
        writer.Write(window.FirstStep);
        writer.Write(window.FirstTicks);
        writer.Write(window.LastStep);
        writer.Write(window.LastTicks);
        var metrics = window.Metrics.ToList();
        WriteValues(writer, metrics.ConvertAll(metric => metric.Last), keys);
        foreach (var metric in metrics)
        {
            metric.Numbers.Write(writer);
            writer.Write(metric.First);
        }
    }

    private static void ReadWindows(BinaryReader reader, LogWindows windows, KeyBook keys)
    {
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var window = windows.Declare(LogEveryRecord.Parser.ParseFrom(reader.ReadBytes(reader.Read7BitEncodedInt())))!;
            if (reader.ReadBoolean())
                ReadWindow(reader, window, keys);
        }
    }

    private static void ReadWindow(BinaryReader reader, LogWindow window, KeyBook keys)
    {
        window.Join(reader.ReadInt64(), reader.ReadInt64());
        window.Join(reader.ReadInt64(), reader.ReadInt64());
        foreach (var last in ReadValues(reader, keys).ToList())
        {
            window.Restore(new WindowMetric
            {
                Key = last.Key,
                Last = last,
                HasValue = true,
                Numbers = MetricStatistics.Read(reader),
                First = reader.ReadDouble(),
            });
        }
    }

    private static void WriteValues(BinaryWriter writer, IReadOnlyCollection<HeldValue> values, KeyBook keys)
    {
        writer.Write7BitEncodedInt(values.Count);
        foreach (var value in values)
        {
            WritePath(writer, keys[value.Key].Encoded.Path);
            writer.Write((byte)value.Kind);
            writer.Write(value.Bits);
            writer.Write7BitEncodedInt(value.Json?.Length ?? 0);
            writer.Write(value.Json ?? []);
        }
    }

    private static IEnumerable<HeldValue> ReadValues(BinaryReader reader, KeyBook keys)
    {
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var key = keys.NumberOf(ReadPath(reader));
            var kind = (MetricValueKind)reader.ReadByte();
            var bits = reader.ReadInt64();
            var json = reader.ReadBytes(reader.Read7BitEncodedInt());
            yield return new HeldValue(key, kind, bits, kind == MetricValueKind.Json ? json : null);
        }
    }

    private static void WritePath(BinaryWriter writer, MetricPath path)
    {
        writer.Write7BitEncodedInt(path.Segments.Length);
        foreach (var segment in path.Segments)
            writer.Write(segment);
    }

    private static MetricPath ReadPath(BinaryReader reader)
    {
        var segments = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < segments.Length; i++)
            segments[i] = reader.ReadString();
        return new MetricPath(segments);
    }
}
