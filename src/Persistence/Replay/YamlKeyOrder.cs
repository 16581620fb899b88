namespace WandbActors.Persistence.Replay;

/// <summary>The order of keys in <c>config.yaml</c>, that of Go's yaml.v3: digits inside names count as numbers, which come after
/// other marks, and letters come last.</summary>
internal sealed class YamlKeyOrder : IComparer<string>
{
    public static readonly YamlKeyOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length - right.Length;

        var (a, b) = (left[same], right[same]);
        if (char.IsLetter(a) && char.IsLetter(b))
            return a - b;

        // Behind a digit a letter ends the number, and the shorter number comes first.
        if (char.IsLetter(a) || char.IsLetter(b))
            return char.IsLetter(a) == (same > 0 && char.IsAsciiDigit(left[same - 1])) ? -1 : 1;

        if (char.IsAsciiDigit(a) && char.IsAsciiDigit(b))
            return CompareNumbers(left, right, same);

        return char.IsAsciiDigit(a) == char.IsAsciiDigit(b) ? a - b : char.IsAsciiDigit(a) ? 1 : -1;
    }

    /// <summary>
    /// Compares the numbers that two names have where they begin to differ; of equal ones that with fewer leading zeros comes first.
    /// </summary>
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int from)
    {
        while (from > 0 && char.IsAsciiDigit(left[from - 1]))
            from--;

        var a = NumberAt(left[from..]);
        var b = NumberAt(right[from..]);
        var byLength = a.TrimStart('0').Length - b.TrimStart('0').Length;
        if (byLength != 0)
            return byLength;

        var byDigits = a.TrimStart('0').SequenceCompareTo(b.TrimStart('0'));
        return byDigits != 0 ? byDigits : a.Length - b.Length;
    }

    private static ReadOnlySpan<char> NumberAt(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text : text[..end];
    }
}
