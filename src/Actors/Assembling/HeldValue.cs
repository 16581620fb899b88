namespace WandbActors.Actors.Assembling;

/// <summary>One value taken out of the ring: a number by its bits, anything else by its JSON.</summary>
/// <param name="Key">The metric's number in the key book.</param>
/// <param name="Kind">How to read the bits; <see cref="MetricValueKind.Json"/> when <paramref name="Json"/> is set.</param>
/// <param name="Bits">The number.</param>
/// <param name="Json">The JSON of what is no number, in UTF-8.</param>
internal readonly record struct HeldValue(int Key, MetricValueKind Kind, long Bits, byte[]? Json)
{
    private const int NumberBytes = 16;

    public int Bytes => NumberBytes + (Json?.Length ?? 0);
}
