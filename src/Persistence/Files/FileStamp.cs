namespace WandbActors.Persistence.Files;

/// <summary>By what is seen, without reading it, that a file has changed. Of a link it is that of the file that it leads to.</summary>
internal readonly record struct FileStamp(DateTime WrittenUtc, long Length)
{
    /// <summary>The file's stamp now; <c>null</c> if there is no such file.</summary>
    public static FileStamp? Of(string path)
    {
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // a log from elsewhere may name what is no path
        }
    }
}
