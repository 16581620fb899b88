using System.Collections.Immutable;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public class NumberElementsSpecs
{
    public static TheoryData<object, string> Short => new()
    {
        { new[] { 1.5 }, "1.5" },
        { new List<float> { 0.5f }, "0.5" },
        { new int[1, 1] { { 4 } }, "4" },
        { Array.Empty<double>(), "[]" },
        { new[] { 0, 1, 2, 3, 4 }, "[0,1,2,3,4]" },
        { new[] { double.NaN, 1 }, "[NaN,1]" },
        { new double[,] { { 1, 1 }, { 1, 1 } }, "[[1,1],[1,1]]" },
        { new int[2, 1, 2] { { { 1, 2 } }, { { 3, 4 } } }, "[[[1,2]],[[3,4]]]" },
        { new int[0, 3], "[]" },
        { new int[2, 0], "[[],[]]" },
        { new int[][] { [1], [2, 3], [] }, "[[1],[2,3],[]]" },
        { new bool[] { true, false }, "[true,false]" },
        { new byte[] { 1, 2 }, "[1,2]" },
        { new uint[] { uint.MaxValue, 0 }, "[4294967295,0]" },
        { new decimal[] { 0.12345678901234567890m, 1 }, "[0.12345678901234567890,1]" },
        { new ReadOnlyMemory<long>([1, 2]), "[1,2]" },
        { new Memory<Half>([(Half)1, (Half)2]), "[1,2]" },
        { new ArraySegment<double>([1, 2, 3, 4], 1, 2), "[2,3]" },
        { ImmutableArray.Create(1, 2), "[1,2]" },
        { Enumerable.Range(0, 3), "[0,1,2]" },
        { new HashSet<int> { 3, 4 }, "[3,4]" },
        { new double?[] { 1, null }, "[1,null]" },
        { new object[] { 1, 2.5, "x", null!, true }, "[1,2.5,\"x\",null,true]" },
        { new[] { DayOfWeek.Monday }, "[\"Monday\"]" },
    };

    [Theory]
    [MemberData(nameof(Short))]
    public void Few_elements_are_a_number_or_a_list(object collection, string json)
    {
        Assert.Equal(json, ValueJson.ToJsonText(MetricValue.Of(collection)));
    }

    public static TheoryData<object> Long =>
    [
        Enumerable.Range(0, 33).ToArray(),
        Enumerable.Range(0, 33).Select(number => (double)number).ToList(),
        Enumerable.Range(0, 33).Select(number => (float)number),
        Enumerable.Range(0, 33).Select(number => (decimal)number).ToArray(),
        new ReadOnlyMemory<ulong>([.. Enumerable.Range(0, 33).Select(number => (ulong)number)]),
        Grid(),
        Array.CreateInstance(typeof(double), [33], [5]),
        new bool[33],
    ];

    [Theory]
    [MemberData(nameof(Long))]
    public void More_than_32_numbers_are_a_histogram_of_32_bins(object collection)
    {
        var histogram = Assert.IsType<Histogram>(MetricValue.Of(collection).Reference);

        Assert.Equal(32, histogram.Counts.Count);
        Assert.Equal(33, histogram.Counts.Sum());
    }

    [Fact]
    public void A_grid_is_counted_in_all_its_dimensions()
    {
        var histogram = (Histogram)MetricValue.Of(Grid()).Reference!;

        Assert.Equal(0, histogram.Edges[0]);
        Assert.Equal(32, histogram.Edges[^1]);
    }

    [Fact]
    public void Many_objects_that_are_numbers_stay_a_list_as_they_do_in_python()
    {
        var converted = MetricValue.Of(Enumerable.Range(0, 40).Cast<object>().ToList());

        Assert.Equal($"[{string.Join(',', Enumerable.Range(0, 40))}]", ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void An_array_without_storage_is_a_marker()
    {
        var converted = MetricValue.Of(default(ImmutableArray<int>));

        Assert.StartsWith("\"(unreadable", ValueJson.ToJsonText(converted));
    }

    private static int[,] Grid()
    {
        var grid = new int[3, 11];
        for (var index = 0; index < 33; index++)
            grid[index / 11, index % 11] = index;
        return grid;
    }
}
