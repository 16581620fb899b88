using System.Buffers.Binary;

namespace WandbActors;

/// <summary>What the first bytes of an encoded image say: its format as file names end, its width and height in pixels.</summary>
internal readonly record struct ImageSize(string Format, int Width, int Height)
{
    private const int LongestHead = 30;

    /// <summary>Reads them; <c>null</c> for what is none of PNG, JPEG, GIF, BMP and WebP, or is cut short.</summary>
    public static ImageSize? Read(ReadOnlySpan<byte> file)
    {
        if (file is [0xFF, 0xD8, 0xFF, ..])
            return ReadJpeg(file);
        if (file.Length < LongestHead)
            return null;

        return file switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => new("png", BigInt(file[16..]), BigInt(file[20..])),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => new("gif", LittleShort(file[6..]), LittleShort(file[8..])),
            [(byte)'B', (byte)'M', ..] => new("bmp", LittleInt(file[18..]), Math.Abs(LittleInt(file[22..]))),
            _ when file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) => ReadWebP(file[12..]),
            _ => null,
        };
    }

    // A JPEG is a row of segments: FF, marker, length (big-endian u16, itself included). The size stands in the first of a frame.
    private static ImageSize? ReadJpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 9 <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
                return new("jpeg", BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));

            at += marker == 0xFF ? 1 : 2 + Math.Max((ushort)2, BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]));
        }

        return null;
    }

    // Lossy: 14 bits each behind a start code. Lossless: 14 bits each, less one, behind a signature byte. Extended: 24 bits each, less one.
    private static ImageSize? ReadWebP(ReadOnlySpan<byte> chunk) => chunk[3] switch
    {
        (byte)' ' => new("webp", LittleShort(chunk[14..]) & 0x3FFF, LittleShort(chunk[16..]) & 0x3FFF),
        (byte)'L' => new("webp", (LittleInt(chunk[9..]) & 0x3FFF) + 1, ((LittleInt(chunk[9..]) >> 14) & 0x3FFF) + 1),
        (byte)'X' => new("webp", (LittleInt(chunk[12..]) & 0xFF_FFFF) + 1, (LittleInt(chunk[14..]) >> 8 & 0xFF_FFFF) + 1),
        _ => null,
    };

    private static int BigInt(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);

    private static int LittleInt(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static int LittleShort(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
