using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WandbActors.Persistence.Records;

/// <summary>The collections of one element type. Immutable; arrays of any rank are read where they lie, without a copy.</summary>
internal sealed class NumberElements<T>(NumberElements<T>.ToHistogram toHistogram) : NumberElements where T : unmanaged
{
    public delegate Histogram ToHistogram(ReadOnlySpan<T> elements);

    public override MetricValue Read(object collection, NumberForm form) => collection switch
    {
        T[] vector => Convert(vector, form),
        Array grid => Convert(ElementsOf(grid), form, ShapeOf(grid)),
        List<T> list => Convert(CollectionsMarshal.AsSpan(list), form),
        ReadOnlyMemory<T> memory => Convert(memory.Span, form),
        Memory<T> memory => Convert(memory.Span, form),
        ICollection<T> known => Convert(known.ToArray(), form),
        IEnumerable<T> generated => ReadGenerated(generated, form),
        _ => new MetricValue(collection.ToString()),
    };

    private MetricValue ReadGenerated(IEnumerable<T> generated, NumberForm form)
    {
        var elements = generated.Take(MaxGenerated + 1).ToArray();
        return elements.Length > MaxGenerated ? ValueMarker.TooLarge(MaxGenerated) : Convert(elements, form);
    }

    private MetricValue Convert(ReadOnlySpan<T> elements, NumberForm form, params ReadOnlySpan<int> shape)
    {
        if (form == NumberForm.Value && elements.Length == 1)
            return ObjectConversion.Convert(elements[0]);
        if (form != NumberForm.List && elements.Length > MaxListed)
            return new MetricValue(toHistogram(elements));
        if (elements.Length > ObjectReader.MaxValues)
            return ValueMarker.TooLarge(ObjectReader.MaxValues);

        return shape.IsEmpty ? List(elements) : List(elements, shape);
    }

    private static MetricValue List(ReadOnlySpan<T> elements, ReadOnlySpan<int> shape)
    {
        if (shape.Length == 1)
            return List(elements);

        var rows = new MetricValue[shape[0]];
        var rowLength = rows.Length == 0 ? 0 : elements.Length / rows.Length;
        for (var row = 0; row < rows.Length; row++)
            rows[row] = List(elements.Slice(row * rowLength, rowLength), shape[1..]);
        return ValueList.Of(rows);
    }

    private static MetricValue List(ReadOnlySpan<T> elements)
    {
        var values = new MetricValue[elements.Length];
        for (var index = 0; index < values.Length; index++)
            values[index] = ObjectConversion.Convert(elements[index]);
        return ValueList.Of(values);
    }

    private static ReadOnlySpan<T> ElementsOf(Array grid) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(grid)), grid.Length);

    private static int[] ShapeOf(Array grid) => [.. Enumerable.Range(0, grid.Rank).Select(grid.GetLength)];
}
