using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using WandbActors.Persistence.Bookmarks;

namespace WandbActors.Actors.Serialization;

/// <summary>
/// The upload bookmark's events as bytes. A manifest is a letter and a version; bytes of every version that was ever written can be read.
/// Numbers are LEB128 varints (7 bits a byte, least first).
/// <code>
/// o1  opened      bases: history, events, console
/// a1  advanced    record number · lines: history, events, console · bases: history, events, console
/// c1  completed   nothing
/// </code>
/// </summary>
internal sealed class BookmarkSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string Opened = "o1";
    private const string Advanced = "a1";
    private const string Completed = "c1";

    /// <summary>Part of the format: it stands beside each event in the journal.</summary>
    public override int Identifier => 7701;

    public override string Manifest(object o) => o switch
    {
        BookmarkOpened => Opened,
        BookmarkAdvanced => Advanced,
        BookmarkCompleted => Completed,
        _ => throw new SerializationException($"{o.GetType()} is no event of a bookmark."),
    };

    public override byte[] ToBinary(object obj)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        switch (obj)
        {
            case BookmarkOpened opened:
                Write(writer, opened.Bases);
                break;
            case BookmarkAdvanced advanced:
                writer.Write7BitEncodedInt64(advanced.RecordNumber);
                Write(writer, advanced.Lines);
                Write(writer, advanced.Bases);
                break;
        }

        return bytes.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, manifest);

    /// <summary>An event from its bytes.</summary>
    /// <exception cref="SerializationException">The manifest is of a newer version.</exception>
    public static IBookmarkEvent Read(byte[] bytes, string manifest)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return manifest switch
        {
            Opened => new BookmarkOpened(ReadCounts(reader)),
            Advanced => new BookmarkAdvanced(reader.Read7BitEncodedInt64(), ReadCounts(reader), ReadCounts(reader)),
            Completed => new BookmarkCompleted(),
            _ => throw new SerializationException($"A bookmark's event of kind '{manifest}' is unknown: a newer version wrote it."),
        };
    }

    private static void Write(BinaryWriter writer, LineCounts counts)
    {
        writer.Write7BitEncodedInt64(counts.History);
        writer.Write7BitEncodedInt64(counts.Events);
        writer.Write7BitEncodedInt64(counts.Console);
    }

    private static LineCounts ReadCounts(BinaryReader reader) =>
        new(reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
}
