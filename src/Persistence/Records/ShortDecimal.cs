using System.Buffers.Text;

namespace WandbActors.Persistence.Records;

/// <summary>
/// Numbers of at most six decimals, such as counts, rounded metrics and a row's own times, written as whole millionths: the same text as the
/// general search for a double's shortest one finds, in a fraction of its time.
/// </summary>
/// <remarks>
/// Below 2^32 two doubles lie closer to each other than two millionths do. So at most one multiple of a millionth reads back as a given
/// double; if there is one, it is the shortest text, once its zeros at the end are left out.
/// </remarks>
internal static class ShortDecimal
{
    private const int Decimals = 6;
    private const double Scale = 1e6;
    private const double Lowest = 1e-4; // smaller ones are written with an exponent
    private const double Bound = 1L << 32;
    private const double Nearness = 1.0 / (1L << 50); // four times what two roundings come to

    /// <summary>Writes the number, if it is such a one, into <paramref name="destination"/> (at least <see cref="ValueJson.MaxNumberBytes"/> long).</summary>
    public static bool TryFormat(double value, Span<byte> destination, out int written)
    {
        written = 0;
        var magnitude = Math.Abs(value);
        if (magnitude is not (>= Lowest and < Bound))
            return false;

        // The product tells nearly all others apart, in less time than the quotient takes. That is what counts: IEEE rounds it correctly.
        var product = magnitude * Scale;
        var millionths = (long)(product + 0.5);
        if (Math.Abs(product - millionths) > product * Nearness || millionths / Scale != magnitude)
            return false;

        var (whole, rest) = Math.DivRem(millionths, (long)Scale);
        if (value < 0)
            destination[written++] = (byte)'-';
        Utf8Formatter.TryFormat(whole, destination[written..], out var digits);
        written += digits;
        if (rest != 0)
            written += WriteDecimals((uint)rest, destination[written..]);
        return true;
    }

    private static int WriteDecimals(uint millionths, Span<byte> destination)
    {
        destination[0] = (byte)'.';
        var length = 1 + Decimals;
        for (var (digit, zeros) = (Decimals, true); digit > 0; digit--)
        {
            (millionths, var value) = Math.DivRem(millionths, 10);
            zeros &= value == 0;
            if (zeros)
                length--;
            destination[digit] = (byte)('0' + value);
        }

        return length;
    }
}
