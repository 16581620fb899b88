using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WandbActors.Persistence.Upload;

/// <summary>A file of an artifact as it lies here, read once: whether it is what the artifact's manifest says, and its parts if it goes in parts.</summary>
/// <param name="Name">Its path in the artifact.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Digest">The base64 of its MD5.</param>
/// <param name="Parts">Empty for a file that goes in one piece.</param>
internal sealed record StagedFile(string Name, string Path, string Digest, ImmutableArray<FilePart> Parts)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    [SuppressMessage("Security", "CA5351", Justification = "W&B's storage compares MD5; nothing here is a secret.")]
    public static StagedFile Read(string name, string path, PartSizes sizes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var part = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var parts = ImmutableArray.CreateBuilder<FilePart>();
        var partBytes = sizes.PartBytesOf(file.Length) ?? long.MaxValue;
        var buffer = new byte[BufferBytes];
        var (begin, at) = (0L, 0L);
        for (int read; (read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, partBytes - (at - begin)))) > 0;)
        {
            whole.AppendData(buffer, 0, read);
            part.AppendData(buffer, 0, read);
            at += read;
            if (at - begin == partBytes)
                EndPart();
        }

        if (at > begin && partBytes < long.MaxValue)
            EndPart();
        return new StagedFile(name, path, Convert.ToBase64String(whole.GetHashAndReset()), parts.ToImmutable());

        void EndPart()
        {
            parts.Add(new FilePart(parts.Count + 1, begin, at - begin, Convert.ToHexStringLower(part.GetHashAndReset())));
            begin = at;
        }
    }
}
