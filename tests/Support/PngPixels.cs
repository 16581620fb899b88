using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace WandbActors.Testing;

/// <summary>A PNG file of 8 bits a channel, read by the standard's text and not by our own code.</summary>
internal sealed record PngPixels(int Width, int Height, int Channels, byte[] Bytes)
{
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="InvalidDataException">It breaks the standard, or uses a part of it that is not read here.</exception>
    public static PngPixels Read(byte[] file)
    {
        Demand(file.AsSpan().StartsWith(Signature), "it does not begin as a PNG file");
        byte[] header = [];
        using var data = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var chunk = file.AsSpan(at + 4, 4 + length);
            Demand(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)) == Crc32.HashToUInt32(chunk), $"the checksum of the chunk at {at} is wrong");
            if (chunk.StartsWith("IHDR"u8))
                header = chunk[4..].ToArray();
            else if (chunk.StartsWith("IDAT"u8))
                data.Write(chunk[4..]);
            at += 12 + length;
        }

        Demand(header[8] == 8, $"it has {header[8]} bits a channel");
        Demand(header.AsSpan(10).IndexOfAnyExcept((byte)0) < 0, "its compression, filter or interlace is of another kind");
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        var channels = header[9] switch { 0 => 1, 2 => 3, 4 => 2, 6 => 4, _ => throw new NotSupportedException($"colour type {header[9]}") };
        data.Position = 0;
        return new PngPixels(width, height, channels, Unfiltered(data, width * channels, height, channels));
    }

    private static byte[] Unfiltered(Stream data, int lineBytes, int height, int pixelBytes)
    {
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var pixels = new byte[lineBytes * height];
        for (var line = 0; line < height; line++)
        {
            var filter = zlib.ReadByte();
            var bytes = pixels.AsSpan(line * lineBytes, lineBytes);
            zlib.ReadExactly(bytes);
            for (var i = 0; i < lineBytes; i++)
            {
                var left = i < pixelBytes ? 0 : bytes[i - pixelBytes];
                var above = line == 0 ? 0 : pixels[((line - 1) * lineBytes) + i];
                var corner = line == 0 || i < pixelBytes ? 0 : pixels[((line - 1) * lineBytes) + i - pixelBytes];
                bytes[i] += (byte)(filter switch { 0 => 0, 1 => left, 2 => above, 3 => (left + above) / 2, _ => Paeth(left, above, corner) });
            }
        }

        Demand(zlib.ReadByte() == -1, "more pixels follow than its size says");
        return pixels;
    }

    private static void Demand(bool holds, string problem)
    {
        if (!holds)
            throw new InvalidDataException(problem);
    }

    private static int Paeth(int left, int above, int corner)
    {
        var guess = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
