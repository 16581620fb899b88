namespace WandbActors.Cli.Cleaning;

/// <summary>Takes a run's directory away, and the link to the newest run if it led there.</summary>
internal static class RunRemoval
{
    private const string LatestLink = "latest-run";

    public static void Remove(string runDirectory)
    {
        var link = new FileInfo(Path.Combine(Path.GetDirectoryName(runDirectory)!, LatestLink));
        if (link.LinkTarget == Path.GetFileName(runDirectory))
            link.Delete();
        Directory.Delete(runDirectory, recursive: true);
    }
}
