using Microsoft.Win32.SafeHandles;

namespace WandbActors.Persistence.TransactionLog;

/// <summary>A <c>.wandb</c> file that is open for writing. Others may read it meanwhile.</summary>
internal sealed class LogFile : ILogFile
{
    private const FileShare Readers = FileShare.Read | FileShare.Delete;
    private const int CopiedAtOnce = 1 << 20;

    private readonly SafeFileHandle _handle;

    private LogFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>Creates the file with its header. An existing one is an <see cref="IOException"/>.</summary>
    public static LogFile Create(string path)
    {
        var file = new LogFile(OpenNew(path));
        try
        {
            file.Write(TransactionLogFormat.FileHeader, 0);
        }
        catch (IOException)
        {
            // Without its header the file is no log, and it would stand in the way of the next attempt.
            file.Dispose();
            File.Delete(path);
            throw;
        }

        return file;
    }

    /// <summary>Opens an existing log and cuts it to a length that it must have.</summary>
    /// <exception cref="InvalidDataException">The file is no log, or shorter than that; it is left as it is.</exception>
    public static LogFile OpenCut(string path, long length)
    {
        var file = new LogFile(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, Readers));
        try
        {
            file.ThrowIfNoLogOf(length, path);
            file.SetLength(length);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return file;
    }

    /// <summary>
    /// Makes a new log of another one's first bytes. It is made beside its path and then moved there, so that it is whole or not there; an
    /// existing file is an <see cref="IOException"/>.
    /// </summary>
    public static LogFile CreateCopy(string path, ILogFile source, long length)
    {
        var part = path + ".part";
        File.Delete(part); // of a copy that the disk did not take
        var copy = Create(part);
        try
        {
            copy.CopyFrom(source, length);
            File.Move(part, path);
            return copy;
        }
        catch
        {
            copy.Dispose();
            File.Delete(part);
            throw;
        }
    }

    public int Read(Span<byte> bytes, long offset) => RandomAccess.Read(_handle, bytes, offset);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

    public void FlushToDisk() => RandomAccess.FlushToDisk(_handle);

    public bool IsAt(string path) => new FileInfo(path) is { Exists: true } file && file.Length == RandomAccess.GetLength(_handle);

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle OpenNew(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, Readers);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException($"The transaction log '{path}' already exists, and a log is never overwritten.", exception);
        }
    }

    private void ThrowIfNoLogOf(long length, string path)
    {
        Span<byte> header = stackalloc byte[TransactionLogFormat.FileHeaderBytes];
        var read = RandomAccess.Read(_handle, header, 0);
        if (!header[..read].SequenceEqual(TransactionLogFormat.FileHeader))
            throw new InvalidDataException($"'{path}' is not a W&B transaction log; nothing may be appended to it.");

        var actual = RandomAccess.GetLength(_handle);
        if (actual < length)
            throw new InvalidDataException($"The transaction log '{path}' has {actual} bytes and not the {length} that it must have.");
    }

    private void CopyFrom(ILogFile source, long length)
    {
        var bytes = new byte[CopiedAtOnce];
        for (long offset = 0; offset < length;)
        {
            var read = source.Read(bytes.AsSpan(0, (int)Math.Min(bytes.Length, length - offset)), offset);
            if (read == 0)
                throw new InvalidDataException($"The transaction log has {offset} bytes and not the {length} that it must have.");

            Write(bytes.AsSpan(0, read), offset);
            offset += read;
        }
    }
}
