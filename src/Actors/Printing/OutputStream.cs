using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Printing;

/// <summary>Where one of a run's two output streams stands. Owned by <see cref="RunOutput"/>, under its lock.</summary>
internal sealed class OutputStream(OutputRawRecord.Types.OutputType type)
{
    private char _last;
    private char _half;

    public OutputRawRecord.Types.OutputType Type { get; } = type;

    /// <summary>When a rewrite of a line was last handed over, as a time stamp of the clock.</summary>
    public long RewrittenAt { get; set; }

    /// <summary>Whether the next character comes to stand at the start of a line.</summary>
    public bool IsAtLineStart => _last is '\0' or '\n' or '\r';

    /// <summary>Whether there is an unfinished line.</summary>
    public bool HasOpenLine => _last is not ('\0' or '\n');

    /// <summary>The text with what the write before it has left: programs that write by single characters halve those beyond the 16-bit ones.</summary>
    public string Complete(ReadOnlySpan<char> text)
    {
        var whole = _half == '\0' ? text.ToString() : $"{_half}{text}";
        _half = whole.Length > 0 && char.IsHighSurrogate(whole[^1]) ? whole[^1] : '\0';
        return _half == '\0' ? whole : whole[..^1];
    }

    public void Note(string text) => _last = text[^1];
}
