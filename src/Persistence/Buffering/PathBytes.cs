using System.Buffers.Binary;
using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Buffering;

/// <summary>Metric paths as bytes: the number of segments, then each with its length, so that they know where they end. Lone surrogates become U+FFFD.</summary>
internal static class PathBytes
{
    /// <summary>An upper bound of the bytes of this path.</summary>
    public static int MaxLength(ReadOnlySpan<string> segments)
    {
        var length = 4;
        foreach (var segment in segments)
            length = checked(length + 4 + Encoding.UTF8.GetMaxByteCount(segment.Length));
        return length;
    }

    /// <summary>Writes a path; returns its length.</summary>
    public static int Write(ReadOnlySpan<string> segments, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, segments.Length);
        var length = 4;
        foreach (var segment in segments)
        {
            var written = Encoding.UTF8.GetBytes(segment, destination[(length + 4)..]);
            BinaryPrimitives.WriteInt32LittleEndian(destination[length..], written);
            length += 4 + written;
        }

        return length;
    }

    public static MetricPath Read(ReadOnlySpan<byte> path)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(path);
        path = path[4..];
        if ((uint)count > path.Length / 4)
            throw new InvalidDataException("A metric path has more segments than bytes.");

        var segments = new string[count];
        for (var i = 0; i < segments.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(path);
            segments[i] = Encoding.UTF8.GetString(path.Slice(4, length));
            path = path[(4 + length)..];
        }

        return new MetricPath(segments);
    }
}
