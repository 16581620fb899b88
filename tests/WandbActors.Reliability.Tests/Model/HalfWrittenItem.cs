using System.Runtime.InteropServices;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>
/// An append whose thread dies in the middle: its place in the ring is claimed, and holds what an older lap left there, from its commit
/// word on or all of it.
/// </summary>
internal sealed unsafe class HalfWrittenItem
{
    private const int MaxBytes = 16 * 1024; // more than an item and the padding before it

    private readonly string _path;
    private readonly long _begin;
    private readonly byte[] _written;

    private HalfWrittenItem(string path, long begin, byte[] written)
    {
        _path = path;
        _begin = begin;
        _written = written;
    }

    /// <summary>Appends by <paramref name="append"/>; then it is as if only so many of the item's bytes had been written, none of them its commit word.</summary>
    /// <returns>Null if the item was refused.</returns>
    public static HalfWrittenItem? Write(RowBuffer buffer, Func<AppendOutcome> append, int bytesWritten)
    {
        var begin = HeadOf(buffer);
        using var file = RowBufferFile.OpenLeftBehind(buffer.Path!);
        var older = Read(file, begin, MaxBytes);
        if (append() != AppendOutcome.Accepted)
            return null;

        var written = Read(file, begin, (int)(HeadOf(buffer) - begin));
        Write(file, begin, HalfOf(written, older, bytesWritten));
        return new HalfWrittenItem(buffer.Path!, begin, written);
    }

    /// <summary>Writes the rest, so that nobody waits for it.</summary>
    public void Finish()
    {
        using var file = RowBufferFile.OpenLeftBehind(_path);
        Write(file, _begin, _written);
    }

    // Padding comes first, and is whole before the item is begun; half of the threads that need one die even before it.
    private static byte[] HalfOf(byte[] written, byte[] older, int bytesWritten)
    {
        var half = older[..written.Length];
        var padding = PaddingIn(written);
        if (padding > 0 && bytesWritten % 2 == 1)
            return half;

        written.AsSpan(0, padding).CopyTo(half);
        var end = Math.Min(padding + bytesWritten, written.Length);
        if (end > padding + sizeof(ulong))
            written.AsSpan((padding + sizeof(ulong))..end).CopyTo(half.AsSpan(padding + sizeof(ulong)));
        return half;
    }

    private static int PaddingIn(byte[] written)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(written);
        var isPadding = (BufferedItemKind)((words[1] >> 32) & 0xF) == BufferedItemKind.Padding;
        return isPadding ? (int)(words[0] & 0xF_FFFF) * RowBufferFormat.Alignment : 0;
    }

    private static long HeadOf(RowBuffer buffer) => buffer.ReadMarks().Release.Position + buffer.UsedBytes;

    private static byte[] Read(RowBufferFile file, long position, int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = *ByteAt(file, position + i);
        return bytes;
    }

    private static void Write(RowBufferFile file, long position, byte[] bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
            *ByteAt(file, position + i) = bytes[i];
    }

    private static byte* ByteAt(RowBufferFile file, long position) => file.RingStart + (position & (file.RingBytes - 1));
}
