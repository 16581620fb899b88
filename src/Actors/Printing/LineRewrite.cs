namespace WandbActors.Actors.Printing;

/// <summary>
/// Recognises how progress bars write: one text without a line end that begins with a carriage return, or ends with one and begins at the
/// start of a line. Of two that follow each other only the second can be seen, if it is no shorter: what W&amp;B's terminal makes of both is
/// what it makes of the second alone.
/// </summary>
internal static class LineRewrite
{
    /// <summary>Characters of the line that this text writes; <c>null</c> if it is something else.</summary>
    /// <param name="text">One write.</param>
    /// <param name="isAtLineStart">Whether what came before it on its stream ended with a line end or a carriage return.</param>
    public static int? LengthOf(ReadOnlySpan<char> text, bool isAtLineStart)
    {
        var line = text switch
        {
            ['\r', .. var rest] => rest,
            [.. var rest, '\r'] when isAtLineStart => rest,
            _ => default,
        };
        return line.IsEmpty || line.IndexOfAny('\r', '\n') >= 0 || MovesCursor(line) ? null : CountCharacters(line);
    }

    // The two sequences that the terminal obeys; one that the text only begins might be ended by the next.
    private static bool MovesCursor(ReadOnlySpan<char> line) =>
        line.Contains("\e[A", StringComparison.Ordinal) || line.Contains("\e[B", StringComparison.Ordinal)
        || line.EndsWith("\e", StringComparison.Ordinal) || line.EndsWith("\e[", StringComparison.Ordinal);

    private static int CountCharacters(ReadOnlySpan<char> line)
    {
        var count = 0;
        foreach (var _ in line.EnumerateRunes())
            count++;
        return count;
    }
}
