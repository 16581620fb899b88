using System.Buffers;
using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// The line that takes the place of one which cannot be sent, so that line = base + k stays true. It keeps the row's own step and times
/// and says under <see cref="Key"/> why there is nothing else.
/// </summary>
internal static class MarkerLine
{
    /// <summary>Names with an underscore are kept out of the server's charts.</summary>
    public const string Key = "_left_out";

    private const string LeftOut = "\"(left out: too long)\"";
    private const int MarkerRoom = 1024; // for what the marker says itself

    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>
    /// A marker for a row that is too long: it keeps its values, but for the longest, in whose place a text stands, until it fits. One that
    /// cannot be taken apart is a marker as any other.
    /// </summary>
    public static ReadOnlyMemory<byte> ForTooLong(ReadOnlySpan<byte> line, int maxBytes, string reason)
    {
        List<(string Name, string Json)> members;
        try
        {
            members = JsonText.Members(Encoding.UTF8.GetString(line));
        }
        catch (Exception)
        {
            return For(line, reason);
        }

        var marker = new JsonTree();
        var kept = (long)line.Length + MarkerRoom;
        var left = members.OrderByDescending(member => member.Json.Length)
            .TakeWhile(member => kept > maxBytes && (kept -= Encoding.UTF8.GetByteCount(member.Json) - LeftOut.Length) > 0)
            .Select(member => member.Name).ToHashSet();
        foreach (var (name, json) in members)
            marker.Set([name], left.Contains(name) ? LeftOut : json);
        marker.Set([Key], JsonText.Quote($"{string.Join(", ", left)}: {reason}"));
        var text = Encoding.UTF8.GetBytes(marker.ToJson());
        return text.Length <= maxBytes ? text : For(line, reason);
    }

    /// <summary>A marker for this line of JSON.</summary>
    public static ReadOnlyMemory<byte> For(ReadOnlySpan<byte> line, string reason)
    {
        var marker = new ArrayBufferWriter<byte>();
        marker.Write("{"u8);
        CopyNumber("\"_step\":"u8, line, marker);
        CopyNumber("\"_runtime\":"u8, line, marker);
        CopyNumber("\"_timestamp\":"u8, line, marker);
        ValueJson.WriteText(Key, marker);
        marker.Write(":"u8);
        ValueJson.WriteText(reason, marker);
        marker.Write("}"u8);
        return marker.WrittenMemory;
    }

    /// <summary>A marker for a line of text.</summary>
    public static ReadOnlyMemory<byte> ForText(string reason) => Encoding.UTF8.GetBytes($"({reason})");

    // Found as bytes: the line may hold bare NaN, which a strict reader refuses. Inside a text its quotes would be escaped.
    private static void CopyNumber(ReadOnlySpan<byte> name, ReadOnlySpan<byte> line, ArrayBufferWriter<byte> marker)
    {
        var at = line.IndexOf(name);
        if (at < 0)
            return;

        var number = line[(at + name.Length)..];
        var end = number.IndexOfAnyExcept(NumberCharacters);
        if (end <= 0)
            return;

        marker.Write(name);
        marker.Write(number[..end]);
        marker.Write(","u8);
    }
}
