using System.Buffers;
using System.Text;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>Items as texts: <c>step 3: loss = 0.5, note = Text "hi"</c>.</summary>
internal static class ReadableItem
{
    public static string Of(in BufferedItem item)
    {
        if (item.Kind == BufferedItemKind.Record)
            return "record " + Convert.ToHexString(item.RecordBytes);

        var values = new List<string>();
        for (var i = 0; i < item.Count; i++)
            values.Add($"{string.Join('/', item.PathOf(i).Segments.ToArray())} = {Of(item[i])}");
        return $"{(item.Step is { } step ? $"step {step}" : "row")}{(item.Commit ? "" : " open")}: {string.Join(", ", values)}";
    }

    private static string Of(in BufferedValue value)
    {
        if (value.IsGivenUp)
            return "given up";
        if (value.IsLost)
            return "lost";

        return value.Kind switch
        {
            MetricValueKind.Text or MetricValueKind.Json => $"{value.Kind} {Encoding.UTF8.GetString(value.Utf8)}",
            MetricValueKind.Object => value.Object is HeldJson json ? $"JSON {JsonOf(json)}" : value.Object!.ToString()!,
            _ => Number(value.Kind, value.Bits),
        };
    }

    private static string JsonOf(HeldJson json)
    {
        var written = new ArrayBufferWriter<byte>();
        json.WriteJson(written);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    private static string Number(MetricValueKind kind, long bits)
    {
        Span<byte> text = stackalloc byte[ValueJson.MaxNumberBytes];
        return Encoding.UTF8.GetString(text[..ValueJson.FormatNumber(kind, bits, text)]);
    }
}
