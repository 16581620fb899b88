using System.Runtime.InteropServices;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Tests.Support;

/// <summary>Changes items in a ring's file behind the ring's back. Positions are those of a ring in its first lap.</summary>
internal static class RingSurgery
{
    /// <summary>Makes the row one whose checksum holds although its first value's text lies outside it.</summary>
    public static void Poison(RowBuffer buffer, long position)
    {
        using var file = Open(buffer);
        var words = new ulong[1];
        RandomAccess.Read(file, MemoryMarshal.AsBytes(words.AsSpan()), FileOffset(buffer, position));
        var item = new ulong[(words[0] & 0xF_FFFF) * RowBufferFormat.Alignment / 8];
        RandomAccess.Read(file, MemoryMarshal.AsBytes(item.AsSpan()), FileOffset(buffer, position));
        item[(RowBufferFormat.RowHeaderBytes / 8) + 1] = ulong.MaxValue >> 1;
        RowBufferFormat.Seal(item, (uint)(item[1] >> 32));
        RandomAccess.Write(file, MemoryMarshal.AsBytes(item.AsSpan())[8..], FileOffset(buffer, position) + 8);
    }

    /// <summary>Changes one bit of the item, so that its checksum does not hold.</summary>
    public static void Damage(RowBuffer buffer, long position)
    {
        using var file = Open(buffer);
        var bytes = new byte[1];
        RandomAccess.Read(file, bytes, FileOffset(buffer, position) + 16);
        bytes[0] ^= 1;
        RandomAccess.Write(file, bytes, FileOffset(buffer, position) + 16);
    }

    /// <summary>Makes the item look as if its append were still writing it; the result ends that.</summary>
    public static Action Suspend(RowBuffer buffer, long position)
    {
        using var file = Open(buffer);
        var commit = new byte[8];
        RandomAccess.Read(file, commit, FileOffset(buffer, position));
        RandomAccess.Write(file, new byte[8], FileOffset(buffer, position));
        return () =>
        {
            using var again = Open(buffer);
            RandomAccess.Write(again, commit, FileOffset(buffer, position));
        };
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(RowBuffer buffer) =>
        File.OpenHandle(buffer.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

    private static long FileOffset(RowBuffer buffer, long position) =>
        new FileInfo(buffer.Path!).Length - buffer.RingBytes + position;
}
