namespace WandbActors.Persistence.Buffering;

/// <summary>Removes files of ours that nobody needs any more. One that cannot be removed is litter, and no reason to fail.</summary>
internal static class FileRemoval
{
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
