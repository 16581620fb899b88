using System.Buffers;
using System.Globalization;
using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>A line of a run's console as it was when it was taken; a later one with the same number replaces it.</summary>
/// <param name="Number">Its place in the run's console, from 0.</param>
/// <param name="WrittenAt">When its first character came, in UTC.</param>
/// <param name="IsError">Whether it was written to stderr.</param>
/// <param name="Text">Its characters, without a line end.</param>
internal sealed record ConsoleLine(int Number, DateTime WrittenAt, bool IsError, string Text)
{
    /// <summary>The line as servers keep it: prefix, time stamp, text.</summary>
    public string ToPlain() => $"{(IsError ? "ERROR " : "")}{TimeStamp} {Text}";

    /// <summary>The line for servers with structured console logs: a JSON object.</summary>
    public string ToStructured()
    {
        var writer = new ArrayBufferWriter<byte>(Text.Length + 64);
        writer.Write(IsError ? "{\"level\":\"error\",\"ts\":\""u8 : "{\"ts\":\""u8);
        Encoding.UTF8.GetBytes(TimeStamp, writer);
        writer.Write("\",\"content\":"u8);
        ValueJson.WriteText(Text, writer);
        writer.Write("}"u8);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    private string TimeStamp => WrittenAt.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
