using System.Security.Cryptography;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Files;

/// <summary>
/// The place of one run's media: its <c>files/</c>. A file appears there whole or not at all; one that is there already is not written again,
/// since its name says its content. One thread at a time.
/// </summary>
internal sealed class MediaFolder
{
    // Part of W&B's form: so much of the hash is in the name.
    private const int HashDigitsInName = 20;

    public required RunId RunId { get; init; }

    public string Project { get; init; } = "";

    public string Entity { get; init; } = "";

    /// <summary>The log's own identity: what others draw by chance is derived from it, so that it comes out the same when it is made again.</summary>
    public required Guid LogGuid { get; init; }

    /// <summary>The run's directory, with <c>files/</c> and <c>tmp/</c> in it.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Writes a file named as W&amp;B names it: <c>directory/key_step_hash.extension</c>.</summary>
    public MediaFile Keep(string directory, string key, string step, string extension, ReadOnlySpan<byte> content)
    {
        var sha256 = HashOf(content);
        var path = $"{directory}/{MediaName.Of(key)}_{step}_{NamePartOf(sha256)}{extension}";
        Write(Path.GetFullPath(Path.Combine(RunDirectory, "files", path)), content);
        return new MediaFile(path, sha256, content.Length);
    }

    /// <summary>A content's hash as W&amp;B writes it.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>As much of a hash as is in a file's name.</summary>
    public static string NamePartOf(string sha256) => sha256[..HashDigitsInName];

    // No two writers at once, so that one name will do for all unfinished files: a restart takes up the one that is left.
    private void Write(string path, ReadOnlySpan<byte> content)
    {
        if (new FileInfo(path) is { Exists: true } there && there.Length == content.Length)
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = Path.Combine(RunDirectory, "tmp", "media.unfinished");
        Directory.CreateDirectory(Path.GetDirectoryName(unfinished)!);
        File.WriteAllBytes(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }
}
