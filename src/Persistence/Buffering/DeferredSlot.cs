using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The eight bytes of a deferred value: waiting, given up, or the value itself. State and value are one word, so one compare-and-swap
/// decides between filling and giving up, and nobody ever reads half a number. The patterns are part of the format.
/// </summary>
/// <remarks>
/// A floating-point number is its own bits; everything else is a NaN that no number is stored as (every NaN is stored as the usual one), with 48 bits
/// of its own. Waiting carries the slot's own position, laps included: whoever comes late with the position of a row long gone finds another
/// pattern there and fails. What has no room in 48 bits is a held object, and lost with its process.
/// </remarks>
internal static class DeferredSlot
{
    /// <summary>Given up. Read as a number it is NaN.</summary>
    public const long GivenUp = 0x7FF5_0000_0000_0000;

    private const long WaitingPattern = 0x7FF4_0000_0000_0000;
    private const long IntegerPattern = 0x7FF6_0000_0000_0000;
    private const long HeldPattern = 0x7FF7_0000_0000_0000;
    private const long FlagPattern = unchecked((long)0xFFF4_0000_0000_0000);
    private const long PatternMask = unchecked((long)0xFFFF_0000_0000_0000);
    private const int PatternBits = 16;

    public static long Waiting(long position) => WaitingPattern | ((position >> 3) & ~PatternMask);

    public static long Of(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    /// <summary>The word of any value; what has no room in it is held.</summary>
    /// <exception cref="InvalidOperationException">It is, or holds, a deferred value.</exception>
    public static long Of(MetricValue value, HeldObjects held) => value.Kind switch
    {
        MetricValueKind.Float64 => Of(BitConverter.Int64BitsToDouble(value.Bits)),
        MetricValueKind.Bool => FlagPattern | (value.Bits & 1),
        MetricValueKind.Int64 when SignExtended(value.Bits) == value.Bits => IntegerPattern | (value.Bits & ~PatternMask),
        MetricValueKind.Object => HeldPattern | held.Hold((DataType)value.Reference!),
        MetricValueKind.Json => HeldPattern | held.Hold(new HeldJson(((ReadyJson)value.Reference!).Utf8)),
        _ => HeldPattern | held.Hold(HeldJson.Of(value)),
    };

    public static bool IsWaiting(long slot) => (slot & PatternMask) == WaitingPattern;

    /// <summary>Whether a held object stands here, and which; 0 for one that found the table full.</summary>
    public static bool IsHeld(long slot, out long number)
    {
        number = slot & ~PatternMask;
        return (slot & PatternMask) == HeldPattern;
    }

    /// <summary>What arrived, if it is a number or flag.</summary>
    public static bool TryGetNumber(long slot, out MetricValueKind kind, out long bits)
    {
        (kind, bits) = (slot & PatternMask) switch
        {
            IntegerPattern => (MetricValueKind.Int64, SignExtended(slot)),
            FlagPattern => (MetricValueKind.Bool, slot & 1),
            WaitingPattern or GivenUp or HeldPattern => (MetricValueKind.Null, 0),
            _ => (MetricValueKind.Float64, slot),
        };
        return kind != MetricValueKind.Null;
    }

    /// <summary>The bytes that slots take at the end of an item: they, their number, and filling in front.</summary>
    public static int TrailerBytes(int count) => count == 0 ? 0 : (int)RowBufferFormat.Align(8L * count + 8);

    /// <summary>Where the first slot is, counted back from the item's end.</summary>
    public static int FromEnd(int count) => 8 * count + 8;

    private static long SignExtended(long bits) => bits << PatternBits >> PatternBits;
}
