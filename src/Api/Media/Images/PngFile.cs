using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace WandbActors;

/// <summary>
/// Pixels of 8 bits a channel as a PNG file. Each chunk is its length (big-endian u32), four letters, its bytes, and the CRC-32 of letters and
/// bytes:
/// <code>
/// 89 "PNG" 0D 0A 1A 0A
/// IHDR  width u32, height u32, 8 bits, colour type (0 grey, 2 RGB, 4 grey and alpha, 6 RGBA), 0, 0, 0
/// IDAT  zlib: for each line its filter, then its bytes
/// IEND
/// </code>
/// </summary>
/// <remarks>The base library compresses and checks; what is here is the frame around. A whole graphics library would bring native code to every program.</remarks>
internal static class PngFile
{
    private const int ChunkBytes = 12; // besides its content

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Write(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = (byte)(channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 });
        header[10..].Clear();

        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * channels, channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> pixels, int lineBytes, int channels)
    {
        var compressed = new MemoryStream();
        // The filters do most of the work, and rows wait behind this one.
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var filter = new PngFilter(lineBytes, channels);
            for (var at = 0; at < pixels.Length; at += lineBytes)
                zlib.Write(filter.Apply(pixels.Slice(at, lineBytes)));
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> letters, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Capacity = Math.Max(file.Capacity, (int)file.Length + ChunkBytes + content.Length);
        file.Write(number);
        file.Write(letters);
        file.Write(content);

        var crc = new Crc32();
        crc.Append(letters);
        crc.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
