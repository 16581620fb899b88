using System.Buffers;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The run's console as a file, <c>output.log</c>: text without time stamps, made anew by each replay. A directory that cannot be
/// written costs this file and nothing else. Owned by the log's tail.
/// </summary>
internal sealed class OutputLog(string path) : IDisposable
{
    public const string Name = "output.log";

    private readonly ArrayBufferWriter<byte> _text = new();
    private FileStream? _file;
    private bool _isBroken;

    /// <summary>Whether the file is there and holds anything.</summary>
    public bool HasText => _file is not null;

    /// <summary>Appends the lines that nothing can change any more, or all of them.</summary>
    public void Append(ConsoleLines lines, bool isLast)
    {
        _text.ResetWrittenCount();
        lines.TakeText(_text, isLast);
        if (_text.WrittenCount == 0 || _isBroken)
            return;

        try
        {
            _file ??= Create();
            _file.Write(_text.WrittenSpan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _isBroken = true;
            Dispose();
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileStream Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Unbuffered: what a full disk has refused must not be tried again, and fail again, when the file is closed.
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }
}
