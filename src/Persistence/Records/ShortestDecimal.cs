using System.Buffers.Text;

namespace WandbActors.Persistence.Records;

/// <summary>
/// The shortest text that reads back as a double, for those that are written without an exponent: nearly all metrics. It is the text that the
/// framework finds, in less than half the time, and finding it is most of what a row costs on its way to the log.
/// </summary>
/// <remarks>
/// Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020), where it is simple: the number, c · 2^-p, has its two neighbours at
/// equal distances, and the power of ten is exact. 10^n, the smallest above 2^p, makes it a number of 16 or 17 digits before the point; whole numbers
/// and tens that lie nearer to it than to a neighbour read back as the same double, and there is always one. All is counted in
/// quarters, so that half the distance to a neighbour is whole.
/// </remarks>
internal static class ShortestDecimal
{
    private const double Lowest = 1e-4; // smaller ones are written with an exponent, as those from Bound on
    private const double Bound = 1e15;

    private const int FractionBits = 52;
    private const int ExponentBias = 1023 + FractionBits;
    private const ulong ImplicitBit = 1UL << FractionBits;
    private const ulong FractionMask = ImplicitBit - 1;
    private const ulong LowMask = ulong.MaxValue >> 1; // a power of ten is in two words of 63 bits

    private static readonly Power[] Powers = [.. Enumerable.Range(0, 67).Select(Power.Above)]; // by p: 2^-66 is below the lowest

    /// <summary>Writes the number, if it is such a one, into <paramref name="destination"/> (at least <see cref="ValueJson.MaxNumberBytes"/> long).</summary>
    public static bool TryFormat(double value, Span<byte> destination, out int written)
    {
        written = 0;
        var magnitude = Math.Abs(value);
        var bits = BitConverter.DoubleToUInt64Bits(magnitude);
        if (magnitude is not (>= Lowest and < Bound) || (bits & FractionMask) == 0)
            return false; // a power of two lies nearer to its lower neighbour

        ref readonly var power = ref Powers[ExponentBias - (int)(bits >> FractionBits)];
        var digits = Shortest((bits & FractionMask) | ImplicitBit, power);
        var decimals = power.Exponent - StripZeros(ref digits);
        if (value < 0)
            destination[written++] = (byte)'-';
        written += Write(digits, decimals, destination[written..]);
        return true;
    }

    private static ulong Shortest(ulong c, in Power power)
    {
        var isOdd = c & 1; // then its bounds round to a neighbour
        var lower = power.Times((4 * c) - 2) + isOdd;
        var number = power.Times(4 * c);
        var upper = power.Times((4 * c) + 2) - isOdd;

        var floor = number / 4;
        var tens = floor / 10 * 10;
        var isTensIn = lower <= 4 * tens;
        if (isTensIn != 4 * (tens + 10) <= upper)
            return isTensIn ? tens : tens + 10;

        var isFloorIn = lower <= 4 * floor;
        if (isFloorIn != 4 * (floor + 1) <= upper)
            return isFloorIn ? floor : floor + 1;

        var isAboveHalf = number > (4 * floor) + 2 || (number == (4 * floor) + 2 && (floor & 1) != 0);
        return isAboveHalf ? floor + 1 : floor;
    }

    private static int StripZeros(ref ulong digits)
    {
        var stripped = 0;
        while (digits % 100_000_000 == 0)
            (digits, stripped) = (digits / 100_000_000, stripped + 8);
        if (digits % 10_000 == 0)
            (digits, stripped) = (digits / 10_000, stripped + 4);
        if (digits % 100 == 0)
            (digits, stripped) = (digits / 100, stripped + 2);
        if (digits % 10 == 0)
            (digits, stripped) = (digits / 10, stripped + 1);
        return stripped;
    }

    // The digits with so many of them behind the point; fewer than none are zeros in front of it.
    private static int Write(ulong digits, int decimals, Span<byte> destination)
    {
        if (decimals <= 0)
        {
            Utf8Formatter.TryFormat(digits, destination, out var count);
            destination.Slice(count, -decimals).Fill((byte)'0');
            return count - decimals;
        }

        Utf8Formatter.TryFormat(digits, destination[1..], out var length);
        var whole = length - decimals;
        if (whole > 0)
        {
            destination[1..(whole + 1)].CopyTo(destination);
            destination[whole] = (byte)'.';
            return length + 1;
        }

        var zeros = -whole;
        destination.Slice(1, length).CopyTo(destination[(2 + zeros)..]);
        destination[..(2 + zeros)].Fill((byte)'0');
        destination[1] = (byte)'.';
        return 2 + zeros + length;
    }

    /// <summary>A power of ten that makes numbers of c · 2^-p have 16 or 17 digits.</summary>
    /// <param name="Exponent">n of 10^n.</param>
    /// <param name="Shift">By how much a number of quarters is shifted before it is multiplied.</param>
    /// <param name="High">The upper 63 bits of 126, the first of which is set.</param>
    /// <param name="Low">The lower 63.</param>
    private readonly record struct Power(int Exponent, int Shift, ulong High, ulong Low)
    {
        // The smallest that is not below 2^p.
        public static Power Above(int p)
        {
            var (exponent, power) = (0, UInt128.One);
            while (power < UInt128.One << p)
                (exponent, power) = (exponent + 1, power * 10);
            var bits = (int)UInt128.Log2(power);
            var normal = (power << (125 - bits)) + 1;
            return new Power(exponent, bits - p + 2, (ulong)(normal >> 63), (ulong)normal & LowMask);
        }

        // Rounded to odd: a number that is not whole must not look as if it were.
        public ulong Times(ulong quarters)
        {
            var shifted = quarters << Shift;
            var low = Math.BigMul(Low, shifted, out _);
            var high = Math.BigMul(High, shifted, out var middle);
            var rest = (middle >> 1) + low;
            return (high + (rest >> 63)) | (((rest & LowMask) + LowMask) >> 63);
        }
    }
}
