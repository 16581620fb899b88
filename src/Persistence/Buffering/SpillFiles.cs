namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Items too large for the ring, each in a file of its own in the run directory, written whole before its item is. Any thread writes;
/// the consumer reads, and deletes once the item is released.
/// </summary>
internal sealed class SpillFiles(string directory, Guid logGuid)
{
    private readonly ReleaseQueue _read = new();
    private long _lastNumber;

    /// <summary>Writes a file; false if the disk does not take it, and nothing is left then.</summary>
    public bool TryWrite(ReadOnlySpan<byte> item, out long number)
    {
        number = Interlocked.Increment(ref _lastNumber);
        try
        {
            using var file = new FileStream(PathOf(number), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(item);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Delete(number);
            return false;
        }
    }

    /// <summary>The file's bytes, or null if it cannot be read.</summary>
    public byte[]? Read(long number)
    {
        try
        {
            return File.ReadAllBytes(PathOf(number));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Delete(long number) => FileRemoval.TryDelete(PathOf(number));

    /// <summary>Consumer only: the item at this position, now read, names this file.</summary>
    public void NoteRead(long position, long number) => _read.Add(position, number);

    /// <summary>Consumer only.</summary>
    public void ReleaseUpTo(long position)
    {
        while (_read.TryTakeBefore(position, out var number))
            Delete(number);
    }

    public void DeleteAll()
    {
        if (!Directory.Exists(directory))
            return;

        foreach (var path in Directory.EnumerateFiles(directory, NameOf("*")))
            FileRemoval.TryDelete(path);
    }

    private string PathOf(long number) => Path.Combine(directory, NameOf(number.ToString("D8")));

    private string NameOf(string number) => $"row-buffer-{logGuid:N}-{number}.spill";
}
