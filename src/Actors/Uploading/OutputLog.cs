using System.Buffers;
using System.Globalization;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The run's console as a file, <c>output.log</c>: text without time stamps, made anew by each replay. Of a run that goes on it holds the
/// earlier attempts' too; where theirs is not at hand, this attempt's has a name of its own. A directory that cannot be written costs this
/// file and nothing else. Owned by the log's tail.
/// </summary>
internal sealed class OutputLog(string filesDirectory) : IDisposable
{
    public const string Name = "output.log";

    private readonly ArrayBufferWriter<byte> _text = new();
    private FileStream? _file;
    private bool _isBroken;

    /// <summary>The file's path below <c>files/</c>.</summary>
    public string FileName { get; private set; } = Name;

    /// <summary>Whether the file is there and holds anything.</summary>
    public bool HasText => _file is not null;

    /// <summary>The name of a file that holds one attempt alone, by W&amp;B's pattern for such.</summary>
    public static string NameOf(DateTime startedAt) =>
        string.Create(CultureInfo.InvariantCulture, $"logs/output_{startedAt:yyyyMMdd_HHmmss}.log");

    /// <summary>Begins with what the earlier attempts have written; before the first line.</summary>
    public void Begin(LogBeginning beginning)
    {
        FileName = beginning.OutputName;
        if (beginning.EarlierOutput is { } earlier)
            Write(file => CopyTo(file, earlier));
    }

    /// <summary>Appends the lines that nothing can change any more, or all of them.</summary>
    public void Append(ConsoleLines lines, bool isLast)
    {
        _text.ResetWrittenCount();
        lines.TakeText(_text, isLast);
        if (_text.WrittenCount > 0)
            Write(file => file.Write(_text.WrittenSpan));
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Write(Action<FileStream> write)
    {
        if (_isBroken)
            return;

        try
        {
            write(_file ??= Create());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _isBroken = true;
            Dispose();
        }
    }

    private static void CopyTo(FileStream file, string earlier)
    {
        using var source = new FileStream(earlier, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        source.CopyTo(file);
    }

    private FileStream Create()
    {
        var path = Path.Combine(filesDirectory, FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RunFiles.Unlink(path);
        // Unbuffered: what a full disk has refused must not be tried again, and fail again, when the file is closed.
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }
}
