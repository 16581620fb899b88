using System.Security.Cryptography;

namespace WandbActors.Persistence.Files;

/// <summary>
/// The <c>files/</c> of one run, as the place of its media. A file appears there whole or not at all; one that is there already is not
/// written again, since its name says its content. One thread at a time.
/// </summary>
/// <param name="runId">The run's id.</param>
/// <param name="logGuid">The log's own identity: what is drawn by chance elsewhere is derived from it here, so that it comes out the same again.</param>
/// <param name="filesPath">The run's <c>files/</c>.</param>
/// <param name="temporaryPath">A directory on the same filesystem for files that are not whole yet.</param>
internal sealed class MediaFolder(string runId, Guid logGuid, string filesPath, string temporaryPath)
{
    // Part of W&B's form: so much of the hash is in the name.
    private const int HashDigitsInName = 20;

    public string RunId => runId;

    public Guid LogGuid => logGuid;

    /// <summary>Where files are that the log refers to and that are not uploaded by their path.</summary>
    public string FilesPath => filesPath;

    /// <summary>Writes a file named as W&amp;B names it: <c>directory/key_step_hash.extension</c>.</summary>
    public MediaFile Keep(string directory, string key, string step, string extension, ReadOnlySpan<byte> content)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var path = $"{directory}/{MediaName.Of(key)}_{step}_{sha256[..HashDigitsInName]}{extension}";
        Write(Path.GetFullPath(Path.Combine(filesPath, path)), content);
        return new MediaFile(path, sha256, content.Length);
    }

    // No two writers at once, so that one name will do for all unfinished files: a restart takes up the one that is left.
    private void Write(string path, ReadOnlySpan<byte> content)
    {
        if (new FileInfo(path) is { Exists: true } there && there.Length == content.Length)
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(temporaryPath);
        var unfinished = Path.Combine(temporaryPath, "media.unfinished");
        File.WriteAllBytes(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }
}
