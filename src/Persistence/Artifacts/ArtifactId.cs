using System.Security.Cryptography;
using System.Text;

namespace WandbActors.Persistence.Artifacts;

/// <summary>
/// A client's own name for an artifact version, or for a sequence of them, until the server gives it one: 128 characters of a-z and 0-9.
/// The server takes two orders with the same id for one, so that an order may be sent again.
/// </summary>
internal static class ArtifactId
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 128;

    public static string Generate() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The id that belongs to a seed: for what must come out the same when it is made again after a restart.</summary>
    public static string From(string seed)
    {
        var bytes = new byte[Length];
        Shake(seed, bytes);
        return string.Create(Length, bytes, (id, noise) =>
        {
            for (var i = 0; i < id.Length; i++)
                id[i] = Alphabet[noise[i] % Alphabet.Length];
        });
    }

    /// <summary>Whether a log's id is one: only such a one may become part of a path.</summary>
    public static bool IsValid(string id) => id.Length == Length && !id.AsSpan().ContainsAnyExcept(Alphabet);

    // A hash in counter mode: as many bytes as are wanted, on every platform.
    private static void Shake(string seed, Span<byte> bytes)
    {
        for (var block = 0; bytes.Length > 0; block++)
        {
            var hash = SHA512.HashData(Encoding.UTF8.GetBytes($"{block}:{seed}"));
            var taken = Math.Min(hash.Length, bytes.Length);
            hash.AsSpan(0, taken).CopyTo(bytes);
            bytes = bytes[taken..];
        }
    }
}
