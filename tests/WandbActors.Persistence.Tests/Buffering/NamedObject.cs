using System.Buffers;

namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>An object that knows only its name.</summary>
internal sealed class NamedObject(string name, long bytes = 0) : DataType
{
    internal override long HeldBytes => bytes;

    public override string ToString() => name;

    protected internal override void WriteJson(IBufferWriter<byte> writer) => throw new NotSupportedException();
}
