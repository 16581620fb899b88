using WandbActors.Cli.Finding;

namespace WandbActors.Cli.Exporting;

/// <summary>Where exported files go. A file appears under its name when it is whole.</summary>
internal sealed class ExportTarget
{
    private const string Dash = "-";

    private readonly Terminal _terminal;
    private readonly IExportFormat _format;
    private readonly string? _given;
    private readonly bool _isForced;
    private readonly IReadOnlyList<RunPlace> _runs;

    /// <param name="terminal">Standard output, and the working directory.</param>
    /// <param name="format">What is written.</param>
    /// <param name="given">What was asked for; <c>null</c> for the working directory.</param>
    /// <param name="isForced">Whether files may be replaced.</param>
    /// <param name="runs">All that are exported: of a single one the file may be named.</param>
    /// <exception cref="ToolException">The format, or several runs, cannot go to the standard output.</exception>
    public ExportTarget(Terminal terminal, IExportFormat format, string? given, bool isForced, IReadOnlyList<RunPlace> runs)
    {
        (_terminal, _format, _given, _isForced, _runs) = (terminal, format, given, isForced, runs);
        if (IsPiped && (!IsOne || !format.IsPipeable))
            throw new ToolException("-o -: the standard output takes one run as csv or jsonl; give a path.", ExitCodes.Usage);
    }

    private bool IsPiped => _given == Dash;

    private bool IsOne => _runs.Count == 1;

    /// <summary>Says something to people, where it does not get among the rows.</summary>
    public void Say(string line) => (IsPiped ? _terminal.Error : _terminal.Out).WriteLine(line);

    /// <summary>Has one run written. Returns where it is; <c>null</c> when whoever reads the standard output wanted no more of it.</summary>
    public async Task<string?> WriteAsync(RunPlace run, Func<Stream, Task> write)
    {
        if (IsPiped)
            return await TryPipeAsync(write).ConfigureAwait(false) ? "the standard output" : null;

        var path = PathOf(run);
        if (!RegularFile.IsAt(path) && !Directory.Exists(path))
            throw new ToolException($"{path} is no regular file, and is not replaced: write into it with -o - and your shell.");
        if (File.Exists(path) && !_isForced)
            throw new ToolException($"{path} exists: give --force to replace it, or another path with -o.");

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await WriteWholeAsync(FileBehind(path), write).ConfigureAwait(false);
        return path;
    }

    private async Task<bool> TryPipeAsync(Func<Stream, Task> write)
    {
        try
        {
            await using var output = _terminal.OpenBytes();
            await write(output).ConfigureAwait(false);
            return true;
        }
        catch (IOException failure) when (StandardOutput.IsClosed(failure))
        {
            return false;
        }
    }

    // What is moved to a link's place would take it.
    private static string FileBehind(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static async Task WriteWholeAsync(string path, Func<Stream, Task> write)
    {
        var draft = $"{path}.part";
        try
        {
            await using (var file = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1 << 16))
                await write(file).ConfigureAwait(false);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    private string PathOf(RunPlace run)
    {
        var here = _terminal.Surroundings.WorkingDirectory;
        var given = _given is null ? null : Path.GetFullPath(_given, here);
        var file = _format.FileNameOf(new RunRows([run]), NameOf(run));
        if (_format.IsDirectory)
            return Path.Combine(given ?? here, given is null || !IsOne ? NameOf(run) : "", file);
        return given is null || !IsOne || Directory.Exists(given) ? Path.Combine(given ?? here, file) : given;
    }

    // Attempts at one run that are exported one by one are called as their directories are.
    private string NameOf(RunPlace run) => _runs.Count(other => other.RunId == run.RunId) > 1 ? Path.GetFileName(run.Directory) : run.RunId;
}
