using System.Buffers.Binary;
using System.Numerics;

namespace WandbActors.Cli.EventFiles;

/// <summary>
/// The frame of one event in TensorBoard's event files (TensorFlow's TFRecord). Every constant here is part of the format and must never change.
/// </summary>
/// <remarks>
/// <code>
/// frame   = length  8 bytes, little-endian: of the event alone
///           crc     4 bytes, little-endian: masked CRC-32C of the 8 length bytes
///           event   one serialized protobuf Event
///           crc     4 bytes, little-endian: masked CRC-32C of the event
/// masked  = ((crc >> 15) | (crc &lt;&lt; 17)) + 0xa282ead8: so that a checksum of bytes that hold checksums is none by accident
/// file    = frames; the first event holds file_version "brain.Event:2" and nothing else
/// </code>
/// </remarks>
internal static class EventFrame
{
    public const string FileVersion = "brain.Event:2";

    public const int HeaderBytes = 12;

    public const int FooterBytes = 4;

    private const uint MaskDelta = 0xa282ead8;

    public static void WriteHeader(Span<byte> header, int eventBytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)eventBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedCrc(header[..8]));
    }

    public static void WriteFooter(Span<byte> footer, ReadOnlySpan<byte> bytes) => BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedCrc(bytes));

    /// <summary>The length of the event behind this header; <c>null</c> when the header's checksum does not match.</summary>
    public static ulong? LengthIn(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == MaskedCrc(header[..8]) ? BinaryPrimitives.ReadUInt64LittleEndian(header) : null;

    public static bool IsSound(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> footer) => BinaryPrimitives.ReadUInt32LittleEndian(footer) == MaskedCrc(bytes);

    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
