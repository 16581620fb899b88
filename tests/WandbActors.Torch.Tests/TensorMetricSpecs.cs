using TorchSharp;

namespace WandbActors.Tests;

[Trait("Needs", "libtorch")]
public class TensorMetricSpecs
{
    [LibTorchFact]
    public void A_row_mixes_tensors_with_everything_else()
    {
        using var loss = torch.tensor(0.5);
        (string Name, TensorMetric Value)[] row =
        [
            ("loss", loss), ("lr", 1e-3), ("single", 0.25f), ("half", (Half)0.5), ("int", -3), ("byte", (byte)7), ("ushort", (ushort)8), ("uint", 9u),
            ("ulong", ulong.MaxValue), ("flag", true), ("text", "a"), ("nothing", (string?)null), ("value", new MetricValue(2.0)), ("exact", 0.1m),
        ];

        var values = row.Select(metric => metric.Value.Read()).ToArray();

        Assert.Equal([0.5, 1e-3, 0.25, 0.5, -3L, 7L, 8L, 9L, ulong.MaxValue, true, "a", (string?)null, 2.0, 0.1m], values);
    }

    [LibTorchFact]
    public void What_comes_later_stands_beside_tensors()
    {
        var later = DeferredValue.Of(Task.FromResult(1.0));

        (string Name, TensorMetric Value)[] row = [("later", later), ("nothing", (DeferredValue?)null)];

        Assert.Equal([(MetricValue)later, default], row.Select(metric => metric.Value.Capture()));
    }

    [LibTorchFact]
    public void No_tensor_is_null()
    {
        TensorMetric metric = (torch.Tensor?)null;

        Assert.Equal(default, metric.Read());
    }

    [LibTorchFact]
    public void A_tensor_is_read_inside_a_dictionary_too()
    {
        using var loss = torch.tensor(0.5);
        var parts = new Dictionary<string, object> { ["loss"] = loss, ["losses"] = new[] { loss, loss }, ["metric"] = (TensorMetric)loss };

        var value = MetricValue.Of(parts);

        Assert.Equal("""{"loss":0.5,"losses":[0.5,0.5],"metric":0.5}""", value.ToString());
    }
}
