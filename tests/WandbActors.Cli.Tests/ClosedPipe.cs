namespace WandbActors.Cli;

/// <summary>A pipe whose reader has gone.</summary>
internal sealed class ClosedPipe : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count) => throw Broken();

    public override void Write(ReadOnlySpan<byte> buffer) => throw Broken();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw Broken();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw Broken();

    private static IOException Broken() => new("Broken pipe", 32);
}
