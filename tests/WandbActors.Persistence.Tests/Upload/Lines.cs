using System.Collections.Immutable;
using System.Text;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

/// <summary>Requests of text lines, for specs.</summary>
internal static class Lines
{
    public static ReadOnlyMemory<byte> Utf8(string line) => Encoding.UTF8.GetBytes(line);

    public static FileStreamRequest History(params string[] lines) => new() { History = List(lines) };

    public static FileStreamRequest Events(params string[] lines) => new() { Events = List(lines) };

    public static FileStreamRequest Summary(string line) => new() { Summary = Utf8(line) };

    public static FileStreamRequest Console(params (long Number, string Text)[] lines) =>
        new() { Console = lines.ToImmutableSortedDictionary(line => line.Number, line => Utf8(line.Text)) };

    public static FileStreamRequest Exit(int code) => new() { ExitCode = code };

    public static LineList List(params string[] lines) => LineList.Of([.. lines.Select(Utf8)]);
}
