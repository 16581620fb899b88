using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// When and how a text is quoted in YAML: as Go's yaml.v3 does it, which writes the official <c>config.yaml</c>. A text never reads back
/// as a number, time, flag or null.
/// </summary>
internal static partial class YamlText
{
    // What YAML 1.1 or 1.2 readers take for a flag, null, special number, merge or default value (PyYAML fails at a plain "=").
    private static readonly HashSet<string> Reserved =
    [
        "", "~", "null", "Null", "NULL", "<<", "=",
        "true", "True", "TRUE", "false", "False", "FALSE",
        "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF",
        ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
    ];

    /// <summary>
    /// Whether the text is written as a block of lines. One that begins with space is not: the block would need an indentation
    /// indicator, which yaml.v3 gets wrong inside lists.
    /// </summary>
    public static bool IsBlock(string text) =>
        text.Contains('\n') && text[0] is not (' ' or '\n') && text[^1] != ' ' && !text.Contains(" \n", StringComparison.Ordinal)
        && !text.Any(IsSpecial);

    /// <summary>The text on one line, plain or quoted.</summary>
    public static string Inline(string text)
    {
        if (text.Any(c => c is '\n' or '\t' || IsSpecial(c)) || Reserved.Contains(text) || IsNumberOrTime(text))
            return DoubleQuoted(text);

        return IsPlain(text) ? text : $"'{text.Replace("'", "''")}'";
    }

    // Underscores inside a number are ignored.
    private static bool IsNumberOrTime(string text) => text[0] != '_' && NumberOrTime().IsMatch(text.Replace("_", ""));

    private static bool IsPlain(string text)
    {
        if (text[0] == ' ' || text[^1] == ' ' || text is ['-', '-', '-', ..] or ['.', '.', '.', ..])
            return false;

        if (",[]{}&*!|>'\"%@`#".Contains(text[0]) || (text[0] is '?' or '-' && text is [_] or [_, ' ', ..]))
            return false;

        return text[^1] != ':' && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal);
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var rune in text.EnumerateRunes())
            Append(rune, quoted);
        return quoted.Append('"').ToString();
    }

    private static void Append(Rune rune, StringBuilder quoted)
    {
        _ = rune.Value switch
        {
            0x00 => quoted.Append("\\0"),
            0x07 => quoted.Append("\\a"),
            0x08 => quoted.Append("\\b"),
            0x09 => quoted.Append("\\t"),
            0x0A => quoted.Append("\\n"),
            0x0B => quoted.Append("\\v"),
            0x0C => quoted.Append("\\f"),
            0x0D => quoted.Append("\\r"),
            0x1B => quoted.Append("\\e"),
            '"' => quoted.Append("\\\""),
            '\\' => quoted.Append("\\\\"),
            0x85 => quoted.Append("\\N"),
            0x2028 => quoted.Append("\\L"),
            0x2029 => quoted.Append("\\P"),
            > 0xFFFF => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
            var value when !IsSpecial((char)value) => quoted.Append((char)value),
            > 0xFF => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
            _ => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}"),
        };
    }

    /// <summary>Characters that only the double-quoted form can hold; those beyond the first plane are among them.</summary>
    private static bool IsSpecial(char c) =>
        c is not ('\n' or '\t')
        && (c is < ' ' or (> '~' and < '\u00A0') or '\u2028' or '\u2029' or '\uFEFF' or > '\uFFFD' || char.IsSurrogate(c));

    // Numbers of base 10, 16, 8 and 2, numbers of base 60, and times.
    [GeneratedRegex(
        """
        ^(?: [-+]? (?: \.[0-9]+ | [0-9]+(?:\.[0-9]*)? ) (?:[eE][-+]?[0-9]+)?
           | [-+]? 0 (?: [xX][0-9a-fA-F]+ | [oO][0-7]+ | [bB][01]+ )
           | [-+]? [0-9]+ (?: :[0-5]?[0-9] )+ (?: \.[0-9]* )?
           | [0-9]{4} - [0-9]{1,2} - [0-9]{1,2}
             (?: [Tt] [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2} (?:\.[0-9]+)? (?: Z | [-+][0-9]{2}:[0-9]{2} )
               | [ ]  [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2} (?:\.[0-9]+)? )?
         )\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex NumberOrTime();
}
