using System.Globalization;

namespace WandbActors.Persistence.Records;

/// <summary>A moment of a run, in W&amp;B's form for it: <c>&lt;run id&gt;?_step=&lt;number&gt;</c>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Step">The last step that counts.</param>
internal readonly record struct RunMoment(RunId RunId, long Step)
{
    private const string Separator = "?_step=";

    /// <summary>Reads one; a refusal says what is wrong.</summary>
    public static bool TryParse(string text, out RunMoment moment, out string problem)
    {
        moment = default;
        problem = "use the form <run id>?_step=<number>, such as ab12cd34?_step=200";
        var at = text.LastIndexOf('?');
        if (at < 0 || !text.AsSpan(at).StartsWith(Separator))
            return false;
        if (!long.TryParse(text.AsSpan(at + Separator.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step == long.MaxValue)
            return false;
        if (!RunId.TryParse(text[..at], out var id, out problem))
            return false;

        moment = new RunMoment(id, step);
        return true;
    }

    public override string ToString() => $"{RunId}{Separator}{Step}";
}
