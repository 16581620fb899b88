using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Writing;

/// <summary>
/// The transaction log that a run's writer appends to. Opened at the ring's newest release; put back where somebody has removed it, for as long
/// as it is open all its bytes are there. Owned by the file writer.
/// </summary>
/// <param name="session">The run.</param>
/// <param name="remark">Is told what the user should know.</param>
internal class RunLog(RunSession session, Action<string> remark) : IDisposable
{
    private TransactionLogWriter? _writer;

    private string LogPath => session.Directory.LogPath;

    /// <summary>The log, at its path, ready to be appended to.</summary>
    /// <exception cref="InvalidDataException">Another file has taken its place.</exception>
    public TransactionLogWriter Open()
    {
        if (_writer is null)
            return _writer = OpenAtRelease();

        if (!_writer.IsAt(LogPath))
            PutBack(_writer);
        return _writer;
    }

    /// <summary>The log if there is one: nothing may have been appended yet.</summary>
    public TransactionLogWriter? OpenIfBegun() =>
        _writer is not null || session.Buffer.ReadMarks().Release.LogOffset > 0 ? Open() : null;

    /// <summary>Forgets what was not flushed.</summary>
    public void Discard() => _writer?.Discard();

    public void Dispose() => _writer?.Dispose();

    /// <summary>Makes the log, or goes on where the newest release says.</summary>
    protected virtual TransactionLogWriter OpenAtRelease()
    {
        var marks = session.Buffer.ReadMarks();
        if (marks.Release.LogOffset > 0)
            return OpenAt(marks.Release.LogOffset);

        // An intent without a release: a writer before this one made the file, and got no further.
        return marks.Intent is null
            ? new TransactionLogWriter(session.Disk.Create(session.Id, LogPath), TransactionLogFormat.FileHeaderBytes)
            : OpenAt(TransactionLogFormat.FileHeaderBytes);
    }

    private TransactionLogWriter OpenAt(long length) => new(session.Disk.OpenCut(session.Id, LogPath, length), length);

    private void PutBack(TransactionLogWriter writer)
    {
        if (File.Exists(LogPath))
            throw new InvalidDataException($"'{LogPath}' is not the file that was written so far: it was replaced, or cut.");

        Directory.CreateDirectory(session.Directory.FilesPath);
        session.NoteBuffer();
        writer.MoveTo(LogPath);
        remark($"{LogPath} was removed while the run wrote to it. It has been made again, with all that was in it.");
    }
}
