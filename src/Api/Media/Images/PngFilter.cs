namespace WandbActors;

/// <summary>
/// PNG's filters: a line is written as what it differs by from its neighbours, which zlib can shorten. Of the line as it is (0), the pixel to the
/// left (1) and the line above (2) the one with the smallest differences is taken, which is the standard's own advice. Used from the first line on.
/// </summary>
internal sealed class PngFilter(int lineBytes, int pixelBytes)
{
    private readonly byte[] _above = new byte[lineBytes];
    private readonly byte[][] _lines = [Line(0, lineBytes), Line(1, lineBytes), Line(2, lineBytes)];

    /// <summary>The filter's number and the filtered line; valid until the next call.</summary>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> line)
    {
        line.CopyTo(_lines[0].AsSpan(1));
        for (var i = 0; i < line.Length; i++)
        {
            _lines[1][i + 1] = (byte)(line[i] - (i < pixelBytes ? 0 : line[i - pixelBytes]));
            _lines[2][i + 1] = (byte)(line[i] - _above[i]);
        }

        line.CopyTo(_above);
        return _lines.MinBy(Weight)!;
    }

    private static byte[] Line(byte filter, int bytes)
    {
        var line = new byte[bytes + 1];
        line[0] = filter;
        return line;
    }

    // A difference of 255 is one of -1.
    private static long Weight(byte[] line)
    {
        var weight = 0L;
        foreach (var difference in line.AsSpan(1))
            weight += Math.Min(difference, 256 - difference);
        return weight;
    }
}
