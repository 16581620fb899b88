using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>A row buffer in a directory of its own, small, which does not wait when full, and both removed after.</summary>
internal sealed class SomeBuffer : IDisposable
{
    public static readonly RowBufferSettings Settings = new() { RingBytes = 64 * 1024, KeyTableBytes = 64 * 1024, MaxWait = TimeSpan.Zero };

    public SomeBuffer(RowBufferSettings? settings = null, TimeProvider? time = null)
    {
        RunDirectory = System.IO.Directory.CreateTempSubdirectory("row-buffer-").FullName;
        Guid = Guid.NewGuid();
        Buffer = RowBuffer.Create(settings ?? Settings, Guid, LogPath, time ?? TimeProvider.System, () => Interlocked.Increment(ref _wakes));
    }

    private int _wakes;

    public RowBuffer Buffer { get; }

    public RowBufferReader Reader => Buffer.Reader;

    public Guid Guid { get; }

    public string RunDirectory { get; }

    public string LogPath => Path.Combine(RunDirectory, "run-some.wandb");

    public int Wakes => Volatile.Read(ref _wakes);

    /// <summary>Releases what was read.</summary>
    public void Release() => Buffer.NoteRelease(new RingMark(Reader.Position, 0, default));

    /// <summary>The rows not yet read, in a form that can be compared.</summary>
    public List<string> ReadAll() => ReadAll(Reader);

    public static List<string> ReadAll(RowBufferReader reader)
    {
        var items = new List<string>();
        while (reader.TryRead(out var item))
            items.Add(ReadableItem.Of(item));
        return items;
    }

    /// <summary>Opens the file a second time, as another process would after a crash, and reads on from the newest release.</summary>
    public List<string> ReadLeftBehind(Action<RowBufferReader>? inspect = null)
    {
        using var leftBehind = LeftBehindBuffer.Open(Buffer.Path!, RunDirectory);
        var items = ReadAll(leftBehind.Reader);
        inspect?.Invoke(leftBehind.Reader);
        return items;
    }

    /// <summary>The ring's bytes as they lie in the file, to be damaged.</summary>
    public void Damage(long ringPosition, ReadOnlySpan<byte> bytes) =>
        DamageFile(RowBufferFormat.RingAt(Settings.KeyTableBytes) + (ringPosition % Buffer.RingBytes), bytes);

    public void DamageFile(long offset, ReadOnlySpan<byte> bytes)
    {
        using var file = File.OpenHandle(Buffer.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.Write(file, bytes, offset);
    }

    public void Dispose()
    {
        Buffer.Delete();
        System.IO.Directory.Delete(RunDirectory, recursive: true);
    }
}
