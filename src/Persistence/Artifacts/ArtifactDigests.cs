using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Artifacts;

/// <summary>
/// W&amp;B's digests of what an artifact holds. A file's is the base64 of its MD5. An artifact's, by which the server sees that nothing has
/// changed, is the hex of the MD5 of this text, its entries in the order of their paths' bytes:
/// <code>
/// wandb-artifact-manifest-v1\n
/// {path}:{digest}\n              for each entry
/// </code>
/// </summary>
[SuppressMessage("Security", "CA5351", Justification = "W&B's servers compare MD5; nothing here is a secret.")]
internal static class ArtifactDigests
{
    private const string ManifestHead = "wandb-artifact-manifest-v1\n"; // part of the format
    private const int BufferBytes = 1 << 20;

    public static string Of(ReadOnlySpan<byte> content) => Convert.ToBase64String(MD5.HashData(content));

    /// <summary>Reads the stream to its end.</summary>
    public static string Of(Stream content) => Convert.ToBase64String(MD5.HashData(content));

    /// <summary>The digest of a whole artifact.</summary>
    public static string Of(IEnumerable<ArtifactManifestEntry> entries)
    {
        var text = new StringBuilder(ManifestHead);
        foreach (var entry in entries.OrderBy(entry => entry.Path, ByteOrder))
            text.Append(entry.Path).Append(':').Append(entry.Digest).Append('\n');
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Copies the stream to its end, and gives the digest of what was copied.</summary>
    public static (string Digest, long Bytes) Copy(Stream source, Stream target)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[BufferBytes];
        var total = 0L;
        for (int read; (read = source.Read(buffer)) > 0; total += read)
        {
            md5.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
        }

        return (Convert.ToBase64String(md5.GetHashAndReset()), total);
    }

    /// <summary>The same digest in hex, as in the names of staged files; <c>null</c> for what is no MD5 in base64.</summary>
    public static string? HexOf(string digest)
    {
        Span<byte> bytes = stackalloc byte[MD5.HashSizeInBytes + 1];
        return Convert.TryFromBase64String(digest, bytes, out var length) && length == MD5.HashSizeInBytes ? Convert.ToHexStringLower(bytes[..length]) : null;
    }

    /// <summary>The order of paths in W&amp;B's manifests: by code points, where .NET's ordinal order goes by UTF-16 units.</summary>
    internal static IComparer<string> ByteOrder { get; } = Comparer<string>.Create(
        (left, right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)));
}
