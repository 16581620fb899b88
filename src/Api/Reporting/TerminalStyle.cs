using System.Text;

namespace WandbActors.Reporting;

/// <summary>What may be printed: whether colours, whether more than ASCII. Decided once, from what the stream and the environment say.</summary>
internal sealed record TerminalStyle(bool HasColor, bool HasUnicode)
{
    /// <summary>A stream that nothing is known about.</summary>
    public static TerminalStyle Plain { get; } = new(HasColor: false, HasUnicode: false);

    /// <summary>Colours only on a terminal that takes them and to a user who wants them (<c>NO_COLOR</c>, <c>TERM=dumb</c>).</summary>
    public static TerminalStyle Detect(IReadOnlyDictionary<string, string> variables, bool isRedirected, Encoding encoding)
    {
        var isDumb = variables.GetValueOrDefault("TERM") == "dumb";
        var wantsNone = variables.GetValueOrDefault("NO_COLOR") is { Length: > 0 };
        return new TerminalStyle(HasColor: !isRedirected && !isDumb && !wantsNone, HasUnicode: !isDumb && CanWriteBlocks(encoding));
    }

    private static bool CanWriteBlocks(Encoding encoding) => encoding.GetString(encoding.GetBytes("▁█…")) == "▁█…";
}
