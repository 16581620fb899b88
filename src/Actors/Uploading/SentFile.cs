using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>A file that is on the server as it was at some time.</summary>
/// <param name="Stamp">What it looked like before it was read.</param>
/// <param name="Digest">The base64 of its MD5; <c>null</c> when nobody has taken it.</param>
internal sealed record SentFile(FileStamp? Stamp, string? Digest)
{
    /// <summary>Puts the file, unless its content is that which is there.</summary>
    /// <param name="files">What sends it.</param>
    /// <param name="path">The file.</param>
    /// <param name="url">Where it goes.</param>
    /// <param name="headers">What goes with it.</param>
    /// <param name="known">The digest of what is there; <c>null</c> when nobody knows.</param>
    /// <param name="isDigested">Whether somebody will ask for the digest later.</param>
    /// <param name="cancellation">Ends the try.</param>
    public static async Task<CallOutcome<SentFile>> PutAsync(
        FileTransfer files, string path, Uri url, IEnumerable<KeyValuePair<string, string>> headers, string? known, bool isDigested, CancellationToken cancellation)
    {
        var stamp = FileStamp.Of(path);
        var digest = isDigested || known is not null ? DigestOf(path) : null;
        var sent = new SentFile(stamp, digest);
        if (digest is not null && digest == known)
            return new CallOutcome<SentFile>.Success(sent);

        return await files.PutAsync(path, url, headers, cancellation).ConfigureAwait(false) switch
        {
            CallOutcome<long>.Success => new CallOutcome<SentFile>.Success(sent),
            CallOutcome<long>.Retry retry => new CallOutcome<SentFile>.Retry(retry.After, retry.Reason),
            CallOutcome<long>.Fatal fatal => new CallOutcome<SentFile>.Fatal(fatal.Status, fatal.Reason),
            var other => throw new InvalidOperationException($"{other} is no outcome."),
        };
    }

    // What cannot be read now is refused by whoever sends it.
    private static string? DigestOf(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ArtifactDigests.Of(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
