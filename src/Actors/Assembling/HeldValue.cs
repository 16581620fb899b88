using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>One value taken out of the ring: a number by its bits, anything else by its JSON.</summary>
/// <param name="Key">The metric's number in the key book.</param>
/// <param name="Kind">How to read the bits; <see cref="MetricValueKind.Json"/> when <paramref name="Json"/> is set.</param>
/// <param name="Bits">The number.</param>
/// <param name="Json">The JSON of what is no number, in UTF-8.</param>
internal readonly record struct HeldValue(int Key, MetricValueKind Kind, long Bits, byte[]? Json)
{
    // Kind, bits, the lengths of name and JSON.
    private const int FixedBytes = 1 + 8 + (2 * 5);

    /// <summary>A deferred number that was given up: NaN that nobody has logged.</summary>
    public bool IsGivenUp => Kind == MetricValueKind.Float64 && Bits == DeferredSlot.GivenUp;

    /// <summary>At most so much does the value need in a mark slot, without its name.</summary>
    public int Bytes => BytesOf(Json?.Length ?? 0);

    /// <summary>The number that it is, if it is one: a flag and <c>null</c> are not.</summary>
    public bool TryGetNumber(out double number) =>
        Json is not null ? JsonNumber.TryParse(Json, out number) : JsonNumber.TryRead(Kind, Bits, out number);

    /// <summary>As <see cref="Bytes"/>, for a value with so many bytes of JSON.</summary>
    public static int BytesOf(int jsonBytes) => FixedBytes + jsonBytes;
}
