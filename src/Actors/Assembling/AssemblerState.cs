using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// All that an assembler carries from one batch to the next, in the bytes that the ring's mark slots keep. Restoring them and reading
/// the ring from the mark's position on makes the same records again: that is how a start, a restart and a recovery work alike.
/// </summary>
internal static class AssemblerState
{
    private const byte Version = 1;

    public static byte[] Write(long nextRecord, long nextStep, in AssemblerCounts counts, OpenRow row, KeyBook keys)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Version);
        writer.Write(nextRecord);
        writer.Write(nextStep);
        writer.Write(counts.Calls);
        writer.Write(counts.Merged);
        writer.Write(counts.History);
        writer.Write(counts.Late);
        writer.Write(counts.ValuesLost);
        writer.Write(counts.Poisoned);
        writer.Write(row.IsOpen);
        if (row.IsOpen)
            WriteRow(writer, row, keys);
        writer.Flush();
        return memory.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote into an empty row; bytes of another version throw.</summary>
    public static (long NextRecord, long NextStep, AssemblerCounts Counts) Read(ReadOnlyMemory<byte> state, OpenRow row, KeyBook keys)
    {
        using var reader = new BinaryReader(new MemoryStream(state.ToArray()));
        var version = reader.ReadByte();
        if (version != Version)
            throw new InvalidDataException($"The row buffer was written by another version: state {version}, known {Version}.");

        var nextRecord = reader.ReadInt64();
        var nextStep = reader.ReadInt64();
        var counts = new AssemblerCounts
        {
            Calls = reader.ReadInt64(),
            Merged = reader.ReadInt64(),
            History = reader.ReadInt64(),
            Late = reader.ReadInt64(),
            ValuesLost = reader.ReadInt64(),
            Poisoned = reader.ReadInt64(),
        };
        if (reader.ReadBoolean())
            ReadRow(reader, row, keys);
        return (nextRecord, nextStep, counts);
    }

    private static void WriteRow(BinaryWriter writer, OpenRow row, KeyBook keys)
    {
        writer.Write(row.Timestamp);
        writer.Write7BitEncodedInt(row.Count);
        foreach (var value in row.Values)
        {
            WritePath(writer, keys[value.Key].Encoded.Path);
            writer.Write((byte)value.Kind);
            writer.Write(value.Bits);
            writer.Write7BitEncodedInt(value.Json?.Length ?? 0);
            writer.Write(value.Json ?? []);
        }
    }

    private static void ReadRow(BinaryReader reader, OpenRow row, KeyBook keys)
    {
        row.Join(reader.ReadInt64());
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var key = keys.NumberOf(ReadPath(reader));
            var kind = (MetricValueKind)reader.ReadByte();
            var bits = reader.ReadInt64();
            var json = reader.ReadBytes(reader.Read7BitEncodedInt());
            row.Set(new HeldValue(key, kind, bits, kind == MetricValueKind.Json ? json : null));
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
