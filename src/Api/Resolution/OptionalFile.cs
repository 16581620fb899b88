namespace WandbActors.Resolution;

/// <summary>Text files that may be missing. One that is there and cannot be read is no error either, but people are told.</summary>
internal static class OptionalFile
{
    public static string? Read(string path, ICollection<string> notices)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            notices.Add($"{path} is left aside, for it cannot be read ({problem.Message})");
            return null;
        }
    }
}
