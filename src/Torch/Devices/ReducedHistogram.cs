using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// A histogram that is counted where the tensor is, and not waited for: the same as the one of <see cref="Histogram"/>, but that a number
/// within a rounding error of an edge may stand in the bin beside.
/// </summary>
/// <remarks>
/// The device's own search for the range waits, so the numbers are mapped to the range from 0 to 1 and counted in that; those that are not finite
/// are mapped to -1, which is left out. In double precision: counts are exact up to 2^53, where single precision stands still at 2^24. In parts, so
/// that it takes about 100 MB beside the tensor (and the tensor's size again where it is not contiguous). It has run on CPU tensors only.
/// </remarks>
internal static class ReducedHistogram
{
    private const long PartElements = 4 << 20;
    private const double Outside = -1;
    private const int Least = 0;
    private const int Most = 1;
    private const int Finite = 2;
    private const int FirstCount = 3;

    /// <summary>Least, greatest and number of the finite elements, and the counts of the bins. The caller's to dispose.</summary>
    public static Tensor Of(Tensor tensor, int bins)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var elements = tensor.reshape(-1);
        var ranges = OfParts(elements, RangeOf);
        var (least, most, finite) = (ranges.select(1, Least).min(), ranges.select(1, Most).max(), ranges.select(1, Finite).sum());
        var width = most - least;
        var counts = OfParts(elements, part => CountsOf(part, least, width, bins)).sum(dim: 0);
        return cat([stack([least, most, finite]), counts]).DetachFromDisposeScope();
    }

    /// <summary>The histogram of a tensor of so many elements of a type.</summary>
    public static Histogram Read(ReadOnlySpan<byte> reduced, ScalarType type, long elements)
    {
        var numbers = MemoryMarshal.Cast<byte, double>(reduced);
        var scale = IsHalved(type) ? 2 : 1;
        var counts = Array.ConvertAll(numbers[FirstCount..].ToArray(), static count => (long)count);
        return Histogram.Counted(numbers[Least] * scale, numbers[Most] * scale, counts, (long)numbers[Finite], elements);
    }

    private static Tensor OfParts(Tensor elements, Func<Tensor, Tensor> reduce)
    {
        var reduced = new List<Tensor>();
        for (var start = 0L; start < elements.NumberOfElements; start += PartElements)
        {
            using var scope = NewDisposeScope();
            var part = elements.narrow(0, start, Math.Min(PartElements, elements.NumberOfElements - start));
            reduced.Add(reduce(part).MoveToOuterDisposeScope());
        }

        return stack(reduced);
    }

    private static Tensor RangeOf(Tensor part)
    {
        var least = Replaced(part, double.PositiveInfinity).min();
        var most = Replaced(part, double.NegativeInfinity).max();
        return stack([Widened(least), Widened(most), part.isfinite().sum().to(ScalarType.Float64)]);
    }

    private static Tensor CountsOf(Tensor part, Tensor least, Tensor width, int bins) =>
        Widened(part).sub_(least).div_(width).nan_to_num_(Outside, Outside, Outside).histc(bins, 0, 1);

    private static Tensor Replaced(Tensor part, double number) => part.nan_to_num(number, number, number);

    // A new tensor in any case. Halved, the range of double-precision numbers is finite whatever they are.
    private static Tensor Widened(Tensor numbers) => IsHalved(numbers.dtype) ? numbers.mul(0.5) : numbers.to(ScalarType.Float64);

    private static bool IsHalved(ScalarType type) => type == ScalarType.Float64;
}
