using System.Text;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// A config in the form of <c>config.yaml</c>, as the official client writes it: sorted keys, blocks indented to multiples of four, and
/// by two behind a list's dash. Numbers keep their text.
/// </summary>
internal sealed class ConfigYaml
{
    private const int Indent = 4;
    private const int DashWidth = 2;

    private readonly StringBuilder _yaml = new();

    private ConfigYaml()
    {
    }

    /// <summary>The YAML of a JSON object.</summary>
    public static string Of(string json)
    {
        var document = new ConfigYaml();
        if (JsonText.Members(json).Count == 0)
            return "{}\n";

        document.WriteMembers(json, indent: 0, isBehindDash: false);
        document.EndLine();
        return document._yaml.ToString();
    }

    private void WriteMembers(string json, int indent, bool isBehindDash)
    {
        foreach (var (name, value) in JsonText.Members(json).OrderBy(member => member.Name, YamlKeyOrder.Instance))
        {
            if (!isBehindDash)
                BeginLine(indent);
            isBehindDash = false;
            _yaml.Append(YamlText.Inline(name)).Append(':');
            WriteValue(value, (indent / Indent * Indent) + Indent, isBehindDash: false);
        }
    }

    private void WriteElements(string json, int indent, bool isBehindDash)
    {
        foreach (var element in JsonText.Elements(json))
        {
            if (!isBehindDash)
                BeginLine(indent);
            isBehindDash = false;
            _yaml.Append('-');
            WriteValue(element, indent + DashWidth, isBehindDash: true);
        }
    }

    /// <summary>Writes what follows a colon or a dash; <paramref name="indent"/> is that of the lines which belong to it.</summary>
    private void WriteValue(string json, int indent, bool isBehindDash)
    {
        if (JsonText.IsObject(json) && JsonText.Members(json).Count > 0)
        {
            _yaml.Append(isBehindDash ? " " : "");
            WriteMembers(json, indent, isBehindDash);
        }
        else if (JsonText.IsArray(json) && JsonText.Elements(json).Count > 0)
        {
            _yaml.Append(isBehindDash ? " " : "");
            WriteElements(json, indent, isBehindDash);
        }
        else if (JsonText.IsText(json))
        {
            WriteText(JsonText.Unquote(json), indent);
        }
        else
        {
            _yaml.Append(' ').Append(Scalar(json.Trim()));
        }
    }

    private void WriteText(string text, int indent)
    {
        _yaml.Append(' ');
        if (!YamlText.IsBlock(text))
        {
            _yaml.Append(YamlText.Inline(text));
            return;
        }

        // How many line ends close the text: none (-), one, or more (+).
        _yaml.Append('|').Append(text.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : text.EndsWith('\n') ? "" : "-").Append('\n');
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            _yaml.Append(' ', lines[i].Length == 0 ? 0 : indent).Append(lines[i]);
            if (i < lines.Length - 1)
                _yaml.Append('\n');
        }
    }

    private static string Scalar(string json) => json switch
    {
        "NaN" => ".nan",
        "Infinity" => ".inf",
        "-Infinity" => "-.inf",
        _ when JsonText.IsObject(json) => "{}",
        _ when JsonText.IsArray(json) => "[]",
        _ => json,
    };

    private void BeginLine(int indent)
    {
        EndLine();
        _yaml.Append(' ', indent);
    }

    private void EndLine()
    {
        if (_yaml.Length > 0 && _yaml[^1] != '\n')
            _yaml.Append('\n');
    }
}
