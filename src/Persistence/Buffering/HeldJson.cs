using System.Buffers;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Buffering;

/// <summary>A deferred value that has become JSON and has no room in its slot: a list, a text, a large integer.</summary>
internal sealed class HeldJson(ReadOnlyMemory<byte> utf8) : DataType
{
    /// <exception cref="InvalidOperationException">The value is, or holds, a deferred value.</exception>
    public static HeldJson Of(MetricValue value)
    {
        var json = new ArrayBufferWriter<byte>();
        ValueJson.Write(value, json);
        return new HeldJson(json.WrittenMemory);
    }

    internal override long HeldBytes => utf8.Length;

    internal override string TypeName => "deferred value";

    protected internal override void WriteJson(IBufferWriter<byte> writer) => writer.Write(utf8.Span);
}
