using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors.Tests.Tensors;

[Trait("Needs", "libtorch")]
public class TensorReadingSpecs
{
    [LibTorchTheory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Every_kind_of_float_is_a_number(ScalarType type)
    {
        using var number = tensor(-1.5, type);

        Assert.Equal(-1.5, TensorReading.Read(number));
    }

    [LibTorchTheory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    public void Every_kind_of_integer_is_an_integer(ScalarType type)
    {
        using var number = tensor(7, type);

        Assert.Equal(7L, TensorReading.Read(number));
    }

    [LibTorchTheory]
    [InlineData((1L << 53) + 1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Large_integers_keep_every_digit(long value)
    {
        using var number = tensor(value);

        Assert.Equal(value, TensorReading.Read(number));
    }

    [LibTorchTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_flag_is_a_flag(bool value)
    {
        using var flag = tensor(value);

        Assert.Equal(value, TensorReading.Read(flag));
    }

    [LibTorchTheory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.Epsilon)]
    public void What_is_not_finite_passes_as_it_is(double value)
    {
        using var number = tensor(value);

        Assert.Equal(value, TensorReading.Read(number));
    }

    [LibTorchTheory]
    [InlineData]
    [InlineData(1L)]
    [InlineData(1L, 1L)]
    [InlineData(1L, 1L, 1L)]
    public void One_element_is_a_number_in_any_shape(params long[] shape)
    {
        using var number = full(shape, 2.5);

        Assert.Equal(2.5, TensorReading.Read(number));
    }

    [LibTorchFact]
    public void A_tensor_in_a_graph_is_read_and_stays_in_it()
    {
        using var weight = tensor(3.0, requires_grad: true);
        using var loss = weight * weight;

        var value = TensorReading.Read(loss);

        loss.backward();
        Assert.Equal(9.0, value);
        Assert.Equal(6.0, weight.grad!.ToDouble());
    }

    [LibTorchFact]
    public void A_later_change_in_place_does_not_reach_the_value()
    {
        using var total = tensor(1.0);
        using var totals = ones(2);

        var value = TensorReading.Read(total);
        var values = TensorReading.Read(totals);

        total.add_(41);
        totals.add_(41);
        Assert.Equal(1.0, value);
        Assert.Equal("[1,1]", values.ToString());
    }

    [LibTorchTheory]
    [InlineData("[0,1]", 2L)]
    [InlineData("[[0,1,2],[3,4,5]]", 2L, 3L)]
    [InlineData("[[[0],[1]],[[2],[3]]]", 2L, 2L, 1L)]
    public void A_few_elements_are_a_list_in_their_shape(string json, params long[] shape)
    {
        using var numbers = arange(shape.Aggregate((left, right) => left * right)).reshape(shape);

        Assert.Equal(json, TensorReading.Read(numbers).ToString());
    }

    [LibTorchTheory]
    [InlineData(ScalarType.Bool, "[false,true]")]
    [InlineData(ScalarType.Int8, "[0,1]")]
    [InlineData(ScalarType.BFloat16, "[0,1]")]
    public void A_lists_elements_keep_their_kind(ScalarType type, string json)
    {
        using var elements = arange(2).to(type);

        Assert.Equal(json, TensorReading.Read(elements).ToString());
    }

    [LibTorchFact]
    public void A_lists_numbers_are_exact_and_need_not_be_finite()
    {
        using var integers = tensor([long.MaxValue, (1L << 53) + 1]);
        using var floats = tensor([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.1]);

        Assert.Equal("[9223372036854775807,9007199254740993]", TensorReading.Read(integers).ToString());
        Assert.Equal("[NaN,Infinity,-Infinity,0.1]", TensorReading.Read(floats).ToString());
    }

    [LibTorchFact]
    public void Views_are_read_as_they_look()
    {
        using var scope = NewDisposeScope();
        var grid = arange(6).reshape(2, 3);
        var negatedView = complex(zeros(2), ones(2)).conj().imag;

        Assert.Equal("[[0,3],[1,4],[2,5]]", TensorReading.Read(grid.t()).ToString());
        Assert.Equal("[3,3]", TensorReading.Read(tensor(3).expand(2)).ToString());
        Assert.Equal("[-1,-1]", TensorReading.Read(negatedView).ToString());
        Assert.Equal(-1.0, TensorReading.Read(negatedView[0]));
        Assert.Equal("[0,2]", TensorReading.Read(tensor([0, 2]).to_sparse()).ToString());
    }

    [LibTorchFact]
    public void A_list_may_require_a_gradient()
    {
        using var weights = ones(2, requires_grad: true);

        Assert.Equal("[1,1]", TensorReading.Read(weights).ToString());
    }

    [LibTorchFact]
    public void What_cannot_be_read_says_why()
    {
        using var scope = NewDisposeScope();
        var disposed = ones(1);
        disposed.Dispose();

        Assert.Equal("(tensor: disposed)", TensorReading.Read(disposed));
        Assert.Equal("(tensor: no values on the meta device)", TensorReading.Read(ones(1, device: META)));
        Assert.Equal("(tensor: no values on the meta device)", TensorReading.Read(ones(100, device: META)));
        Assert.Equal("(tensor: no number for ComplexFloat32)", TensorReading.Read(complex(ones(1), ones(1))));
    }

    [LibTorchFact]
    public void What_libtorch_refuses_says_why_in_one_line()
    {
        using var scope = NewDisposeScope();
        var huge = zeros(1).expand(1L << 61);

        var text = TensorReading.Read(huge).ToString();

        Assert.StartsWith("\"(tensor: Storage size calculation overflowed", text);
        Assert.DoesNotContain("\\n", text);
    }

    [LibTorchFact]
    public void A_list_of_more_dimensions_than_NET_knows_says_so()
    {
        using var deep = zeros([.. Enumerable.Repeat(1L, 33), 2]);

        var text = TensorReading.Read(deep).ToString();

        Assert.StartsWith("\"(tensor: ", text);
    }

    [LibTorchTheory]
    [InlineData(0L)]
    [InlineData(0L, 3L)]
    [InlineData(1_000_000_000L, 0L)]
    public void A_tensor_without_elements_is_an_empty_list(params long[] shape)
    {
        using var nothing = zeros(shape);

        Assert.Equal("[]", TensorReading.Read(nothing).ToString());
    }

    [LibTorchFact]
    public void Reading_leaves_nothing_in_the_programs_own_scope()
    {
        using var scope = NewDisposeScope();
        var (number, list, many) = (ones(1), ones(3), ones(100));

        foreach (var read in new[] { number, list, many })
            TensorReading.Read(read);

        Assert.Equal(3, scope.DisposablesCount);
        Assert.All([number, list, many], read => Assert.False(read.IsInvalid));
    }

    [LibTorchFact]
    public void Reading_leaves_no_tensor_behind_outside_any_scope()
    {
        using var list = ones(3);
        using var many = ones(100);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        TensorReading.Read(list);
        TensorReading.Read(many);

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
