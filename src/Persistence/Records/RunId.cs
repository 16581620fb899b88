using System.Security.Cryptography;

namespace WandbActors.Persistence.Records;

/// <summary>The name of a run, unique in its project: not empty, no white space around it, and none of <c>: ; , # ? / '</c>.</summary>
internal readonly record struct RunId
{
    private const string Forbidden = ":;,#?/'";
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int GeneratedLength = 8;

    private RunId(string value) => Value = value;

    public string Value { get; }

    /// <summary>A new run's id: 8 characters of a-z and 0-9, as the official client makes them.</summary>
    /// <param name="chance">What chooses them; the system's by default.</param>
    public static RunId Generate(Random? chance = null) =>
        new(chance?.GetString(Alphabet, GeneratedLength) ?? RandomNumberGenerator.GetString(Alphabet, GeneratedLength));

    /// <summary>Reads a run id; <paramref name="problem"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, out RunId id, out string problem)
    {
        id = default;
        problem = text switch
        {
            "" => "a run id must not be empty",
            _ when text.Trim().Length != text.Length => "a run id must not begin or end with white space",
            _ when text.AsSpan().IndexOfAny(Forbidden) >= 0 => $"a run id must not contain any of {string.Join(' ', Forbidden.ToCharArray())}",
            _ => "",
        };
        if (problem.Length > 0)
            return false;

        id = new RunId(text);
        return true;
    }

    public override string ToString() => Value;
}
