using System.Runtime.InteropServices;
using WandbActors.Persistence.Buffering;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Support;

/// <summary>A small ring in a directory of its own, which does not wait when it is full; both are removed after.</summary>
internal sealed class SomeRing : IDisposable
{
    public static readonly RowBufferSettings Settings = new() { RingBytes = 64 * 1024, KeyTableBytes = 64 * 1024, MaxWait = TimeSpan.Zero };

    private readonly TempDirectory _directory = new();
    private readonly RowBufferSettings _settings;

    public SomeRing(TimeProvider time, RowBufferSettings? settings = null)
    {
        _settings = (settings ?? Settings) with { Directory = _directory.Path };
        Buffer = RowBuffer.Create(_settings, Guid.NewGuid(), _directory.Path, time, () => { });
    }

    public RowBuffer Buffer { get; }

    /// <summary>Makes the row at this position one whose checksum holds although its first value's text lies outside it.</summary>
    public static void Poison(RowBuffer buffer, RowBufferSettings settings, long position)
    {
        using var file = File.OpenHandle(buffer.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var at = RowBufferFormat.RingAt(settings.KeyTableBytes) + position;
        var words = new ulong[2];
        RandomAccess.Read(file, MemoryMarshal.AsBytes(words.AsSpan()), at);
        var item = new ulong[(words[0] & 0xF_FFFF) * RowBufferFormat.Alignment / 8];
        RandomAccess.Read(file, MemoryMarshal.AsBytes(item.AsSpan()), at);
        item[(RowBufferFormat.RowHeaderBytes / 8) + 1] = ulong.MaxValue >> 1;
        RowBufferFormat.Seal(item, (uint)(item[1] >> 32));
        RandomAccess.Write(file, MemoryMarshal.AsBytes(item.AsSpan())[8..], at + 8);
    }

    public void Poison(long position) => Poison(Buffer, _settings, position);

    public void Dispose()
    {
        Buffer.Delete();
        _directory.Dispose();
    }
}
