using System.Buffers;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>The JSON object of a value with files, member by member in their order.</summary>
internal sealed class MediaJson
{
    private readonly List<KeyValuePair<string, MetricValue>> _members = [];

    /// <summary>What every such object begins with. An artifact's manifest knows sizes itself.</summary>
    public static MediaJson Of(string type, MediaFile file, MediaPlace place)
    {
        var json = new MediaJson().Add("_type", type).Add("sha256", file.Sha256);
        if (place is RowPlace)
            json.Add("size", file.Size);
        return json.Add("path", file.Path);
    }

    /// <summary>The object as a value of a larger one.</summary>
    public MetricValue Value => new(new NestedValues([.. _members]));

    /// <summary>A list of values.</summary>
    public static MetricValue List(IEnumerable<MetricValue> values) => ValueList.Of([.. values]);

    /// <summary>The captions of a list of media, with <paramref name="none"/> for those without one; <c>null</c> if all are.</summary>
    public static MetricValue? Captions(IEnumerable<string?> captions, string? none = null) =>
        captions.Any(caption => caption is not null) ? List(captions.Select(caption => new MetricValue(caption ?? none))) : default(MetricValue?);

    public MediaJson Add(string name, MetricValue value)
    {
        _members.Add(new(name, value));
        return this;
    }

    /// <summary>Adds a member if there is a value for it.</summary>
    public MediaJson AddKnown(string name, MetricValue? value) => value is { } known ? Add(name, known) : this;

    /// <summary>Adds a number if there is one.</summary>
    public MediaJson AddKnown(string name, long? number) => number is { } known ? Add(name, known) : this;

    /// <summary>Adds a text if there is one.</summary>
    public MediaJson AddKnown(string name, string? text) => text is null ? this : Add(name, text);

    public void Write(IBufferWriter<byte> writer) => ValueJson.Write(Value, writer);

    public byte[] ToUtf8()
    {
        var writer = new ArrayBufferWriter<byte>();
        Write(writer);
        return writer.WrittenSpan.ToArray();
    }
}
