namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The eight bytes of a deferred number: waiting, given up, or the number itself. State and number are one word, so one compare-and-swap
/// decides between filling and giving up, and nobody ever reads half a number. The patterns are part of the format.
/// </summary>
/// <remarks>
/// Both states are NaNs that no number is stored as (every NaN is stored as the usual one). Waiting carries the slot's own position, laps
/// included: whoever comes late with the position of a row long gone finds another pattern there and fails.
/// </remarks>
internal static class DeferredSlot
{
    public const long GivenUp = 0x7FF5_0000_0000_0000;

    private const long WaitingPattern = 0x7FF4_0000_0000_0000;
    private const long PatternMask = unchecked((long)0xFFFF_0000_0000_0000);

    public static long Waiting(long position) => WaitingPattern | ((position >> 3) & ~PatternMask);

    public static long Of(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    public static bool IsWaiting(long slot) => (slot & PatternMask) == WaitingPattern;

    public static bool IsNumber(long slot) => slot != GivenUp && !IsWaiting(slot);

    /// <summary>The bytes that slots take at the end of an item: they, their number, and filling in front.</summary>
    public static int TrailerBytes(int count) => count == 0 ? 0 : (int)RowBufferFormat.Align(8L * count + 8);

    /// <summary>Where the first slot is, counted back from the item's end.</summary>
    public static int FromEnd(int count) => 8 * count + 8;
}
