namespace WandbActors.Persistence.Replay;

/// <summary>The order of keys in <c>config.yaml</c>, that of Go's yaml.v3: numbers inside names count as numbers, and letters come after other characters.</summary>
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

        var byNumber = CompareNumbers(left, right, same);
        return byNumber != 0 ? byNumber : a - b;
    }

    /// <summary>Compares the numbers that both names have where they begin to differ: without leading zeros, the longer is the larger.</summary>
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int from)
    {
        while (from > 0 && char.IsAsciiDigit(left[from - 1]))
            from--;

        var a = NumberAt(left[from..]);
        var b = NumberAt(right[from..]);
        return a.Length != b.Length ? a.Length - b.Length : a.SequenceCompareTo(b);
    }

    private static ReadOnlySpan<char> NumberAt(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return (end < 0 ? text : text[..end]).TrimStart('0');
    }
}
