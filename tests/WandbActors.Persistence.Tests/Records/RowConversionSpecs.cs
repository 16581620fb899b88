using System.Text.Json.Serialization;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public class RowConversionSpecs
{
    public static TheoryData<object> Rows =>
    [
        new { Loss = 0.5, Epoch = 3 },
        new Metrics(0.5, 3),
        new Dictionary<string, object> { ["Loss"] = 0.5, ["Epoch"] = 3 },
        new (string, object)[] { ("Loss", 0.5), ("Epoch", 3) },
        new List<(string Name, object Value)> { ("Loss", 0.5), ("Epoch", 3) },
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Objects_and_dictionaries_are_rows(object row)
    {
        var isRow = RowConversion.TryRead(row, out var values, out _);

        Assert.True(isRow);
        Assert.Equal([("Loss", new MetricValue(0.5)), ("Epoch", new MetricValue(3L))], values);
    }

    [Fact]
    public void Names_are_the_same_string_at_every_call()
    {
        RowConversion.TryRead(new Metrics(1, 2), out var first, out _);
        RowConversion.TryRead(new Metrics(3, 4), out var second, out _);

        Assert.Same(first[0].Name, second[0].Name);
    }

    [Fact]
    public void The_attributes_of_json_are_obeyed()
    {
        RowConversion.TryRead(new Attributed(), out var values, out _);

        Assert.Equal(["val/loss", "Never", "Set"], values.Select(value => value.Name));
    }

    [Fact]
    public void A_property_that_hides_another_is_read_once()
    {
        RowConversion.TryRead(new Hiding(), out var values, out _);

        Assert.Equal([("Loss", new MetricValue("new"))], values);
    }

    public static TheoryData<object?> NoRows => [null, "text", 5, 1.5m, new[] { 1, 2 }, new List<string>(), new object(), new Histogram([1.0]), DayOfWeek.Friday];

    [Theory]
    [MemberData(nameof(NoRows))]
    public void What_has_no_names_is_a_problem_and_no_exception(object? row)
    {
        var isRow = RowConversion.TryRead(row, out var values, out var problem);

        Assert.False(isRow);
        Assert.Empty(values);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void A_row_with_a_broken_property_keeps_the_others()
    {
        RowConversion.TryRead(new Broken(), out var values, out _);

        Assert.Equal([("Bad", new MetricValue("(unreadable: InvalidOperationException: boom)")), ("Good", new MetricValue(1L))], values);
    }

    private sealed record Metrics(double Loss, int Epoch);

    private sealed class Broken
    {
        public int Bad => throw new InvalidOperationException("boom");

        public int Good => 1;
    }

    private class Shown
    {
        public object Loss => "old";
    }

    private sealed class Hiding : Shown
    {
        public new string Loss => "new";
    }

    private sealed class Attributed
    {
        [JsonPropertyName("val/loss")]
        public double ValLoss => 1;

        [JsonIgnore]
        public int Hidden => 2;

        [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        public int Never => 3;

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Null => null;

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int Zero => 0;

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int Set => 1;
    }
}
