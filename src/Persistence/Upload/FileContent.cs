using System.Buffers;
using System.Net;

namespace WandbActors.Persistence.Upload;

/// <summary>A file, or a part of it, as the body of a request: exactly as many bytes as the file had when this was made, although it may grow.</summary>
internal sealed class FileContent(FileStream file, FilePart? part = null) : HttpContent
{
    private const int BufferBytes = 128 << 10;

    public long Length { get; } = part?.Length ?? file.Length;

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            file.Position = part?.Offset ?? 0;
            for (var left = Length; left > 0;)
            {
                var chunk = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
                var read = await file.ReadAsync(chunk, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    throw new EndOfStreamException($"{file.Name} became shorter while it was sent");

                await stream.WriteAsync(chunk[..read], cancellationToken).ConfigureAwait(false);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
