using System.Text;
using WandbActors.Surroundings;

namespace WandbActors.Resolution;

/// <summary>
/// A netrc file, in which W&amp;B's tools keep the key of each server as the password of a machine. Reads what Python's <c>netrc</c> reads:
/// quoted texts, comments, macros (skipped) and the <c>default</c> entry; of two entries for a machine the later one counts. Immutable.
/// </summary>
internal sealed class Netrc
{
    private const string Default = "default";

    private readonly Dictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);
    private string? _defaultPassword;

    private Netrc() { }

    /// <summary>Where the file is: <c>$NETRC</c>, else <c>~/.netrc</c>, else <c>~/_netrc</c>; <c>null</c> when there is none.</summary>
    public static string? FindPath(ProcessSurroundings surroundings)
    {
        if (surroundings.Variables.GetValueOrDefault("NETRC") is { Length: > 0 } named)
            return surroundings.ExpandHome(named);

        return surroundings.Home is { } home
            ? ((string[])[".netrc", "_netrc"]).Select(name => Path.Combine(home, name)).FirstOrDefault(File.Exists)
            : null;
    }

    public static Netrc Parse(string text)
    {
        var netrc = new Netrc();
        var machine = "";
        var tokens = Tokenise(text);
        for (var index = 0; index < tokens.Count; index++)
        {
            switch (tokens[index])
            {
                case Default:
                    machine = Default;
                    break;
                case "machine" when index + 1 < tokens.Count:
                    machine = tokens[++index];
                    break;
                case "password" when index + 1 < tokens.Count:
                    netrc.Add(machine, tokens[++index]);
                    break;
                case "login" or "account":
                    index++;
                    break;
            }
        }

        return netrc;
    }

    /// <summary>The password for a machine (with its port, if it has one of its own), else that of the default entry.</summary>
    public string? PasswordOf(string machine) => _passwords.GetValueOrDefault(machine) ?? _defaultPassword;

    private void Add(string machine, string password)
    {
        if (machine == Default)
            _defaultPassword = password;
        else if (machine.Length > 0)
            _passwords[machine] = password;
    }

    private static List<string> Tokenise(string text)
    {
        var tokens = new List<string>();
        var isInMacro = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            isInMacro = isInMacro ? line.Length > 0 : line.TrimStart().StartsWith("macdef ", StringComparison.Ordinal);
            if (!isInMacro)
                TokeniseLine(line, tokens);
        }

        return tokens;
    }

    private static void TokeniseLine(ReadOnlySpan<char> line, List<string> tokens)
    {
        for (line = line.TrimStart(); !line.IsEmpty; line = line.TrimStart())
        {
            // A password may begin with #: elsewhere it begins a comment.
            if (line[0] == '#' && (tokens.Count == 0 || tokens[^1] != "password"))
                return;

            tokens.Add(line[0] == '"' ? TakeQuoted(ref line) : TakePlain(ref line));
        }
    }

    private static string TakePlain(ref ReadOnlySpan<char> line)
    {
        var length = line.IndexOfAny(' ', '\t');
        var token = length < 0 ? line : line[..length];
        line = line[token.Length..];
        return token.ToString();
    }

    private static string TakeQuoted(ref ReadOnlySpan<char> line)
    {
        var token = new StringBuilder();
        var index = 1;
        for (; index < line.Length && line[index] != '"'; index++)
        {
            if (line[index] == '\\' && index + 1 < line.Length)
                index++;
            token.Append(line[index]);
        }

        line = line[Math.Min(index + 1, line.Length)..];
        return token.ToString();
    }
}
