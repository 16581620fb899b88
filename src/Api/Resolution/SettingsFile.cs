namespace WandbActors.Resolution;

/// <summary>
/// A settings file of W&amp;B's tools: INI, of which the section <c>[default]</c> counts. Names are compared without regard to case, a later
/// line replaces an earlier one, lines that begin with white space continue the value before them.
/// </summary>
internal static class SettingsFile
{
    private const string Section = "[default]";

    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var (isInSection, name) = (false, "");
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] is '#' or ';')
                continue;

            if (trimmed[0] == '[')
                (isInSection, name) = (trimmed == Section, "");
            else if (isInSection && char.IsWhiteSpace(line[0]) && name.Length > 0)
                settings[name] += "\n" + trimmed;
            else if (isInSection && trimmed.IndexOfAny(['=', ':']) is > 0 and var separator)
                settings[name = trimmed[..separator].TrimEnd()] = trimmed[(separator + 1)..].TrimStart();
        }

        return settings;
    }
}
