using TorchSharp;
using static WandbActors.Tests.OfflineRun;

namespace WandbActors.Tests;

[Trait("Needs", "libtorch")]
public class RunTensorExtensionsSpecs
{
    [LibTorchFact]
    public async Task A_row_with_a_tensor_is_kept_with_its_value_at_the_call()
    {
        using var loss = torch.tensor(0.5);

        var rows = await RowsOf(run =>
        {
            run.Log(("loss", loss), ("lr", 1e-3));
            loss.add_(1);
            run.Log(("loss", loss));
            loss.Dispose();
        });

        Assert.Equal(["0.5", "1.5"], rows.Select(row => row["loss"]));
        Assert.Equal("0.001", rows[0]["lr"]);
    }

    [LibTorchFact]
    public async Task Steps_and_commits_mean_what_they_mean_for_numbers()
    {
        using var one = torch.tensor(1);

        var rows = await RowsOf(run =>
        {
            run.Log(3, ("a", one));
            run.Log(3, true, ("b", one));
            run.Log(false, ("c", one));
            run.Log(("d", one));
        });

        Assert.Equal(["3 a b", "4 c d"], rows.Select(Shape));
    }

    [LibTorchFact]
    public async Task Prepared_names_mean_what_they_mean_for_numbers()
    {
        using var one = torch.tensor(1);

        var rows = await RowsOf(run =>
        {
            var (a, b, c, d) = (run.Metric("a"), run.Metric("b"), run.Metric("c"), run.Metric("d"));
            run.Log(3, (a, one));
            run.Log(3, true, (b, one));
            run.Log(false, (c, one));
            run.Log((d, one));
        });

        Assert.Equal(["3 a b", "4 c d"], rows.Select(Shape));
    }

    [LibTorchFact]
    public async Task A_row_may_be_longer_than_what_fits_on_the_stack()
    {
        using var one = torch.tensor(1);

        var rows = await RowsOf(run => run.Log([.. Enumerable.Range(0, 40).Select(index => ($"metric{index}", (TensorMetric)one))]));

        Assert.Equal(40, Assert.Single(rows).Count(item => item.Key.StartsWith("metric") && item.Value == "1"));
    }

    [LibTorchFact]
    public async Task A_row_may_be_an_array_or_a_list_that_was_made_before()
    {
        using var one = torch.tensor(1);
        using var many = torch.ones(40);

        var rows = await RowsOf(run =>
        {
            (string, TensorMetric)[] array = [("a", one), ("b", 2.5)];
            List<(string, torch.Tensor)> list = [("a", one), ("many", many)];
            run.Log(array);
            run.Log(list);
            many.zero_();
        });

        Assert.Equal(["0 a b", "1 a many"], rows.Select(Shape));
        Assert.Equal(("1", "2.5"), (rows[0]["a"], rows[0]["b"]));
        Assert.Contains("40", rows[1]["many"]);
    }

    [LibTorchFact]
    public async Task A_tensor_that_cannot_be_read_is_counted_and_said()
    {
        var gone = torch.tensor(1);
        gone.Dispose();
        await using var offline = await StartAsync();

        offline.Run.Log(("gone", gone));
        var receipt = await offline.Run.FinishAsync();

        Assert.Equal(1, receipt.ValuesLost);
        Assert.False(receipt.IsComplete);
    }

    [LibTorchFact]
    public async Task A_tensor_in_an_object_is_logged_with_it()
    {
        using var loss = torch.tensor(0.5);

        var rows = await RowsOf(run => run.Log(new { loss, train = new { loss } }));

        Assert.Equal("0.5", Assert.Single(rows)["loss"]);
        Assert.Equal("0.5", rows[0]["train.loss"]);
    }

    [LibTorchFact]
    public async Task A_disabled_run_does_not_mind()
    {
        await using var run = await Wandb.InitAsync(new RunOptions { Mode = RunMode.Disabled });
        using var one = torch.tensor(1);

        run.Log(("a", one), ("b", 2));

        Assert.True((await run.FinishAsync()).IsComplete);
    }

    [LibTorchFact]
    public async Task Histograms_and_statistics_stand_in_a_row_beside_the_rest()
    {
        using var numbers = torch.arange(100).to(torch.float32);

        var row = Assert.Single(await RowsOf(run => run.Log(
            ("h", numbers.ToHistogram(bins: 5)), ("s", numbers.ToStatistics()), ("value", numbers), ("lr", 1e-3), ("few", numbers[..4].ToHistogram(bins: 2)))));

        Assert.Equal("""{"_type":"histogram","values":[20,20,20,20,20],"bins":[0,19.8,39.6,59.400000000000006,79.2,99]}""", row["h"]);
        Assert.Equal("""{"_type":"histogram","values":[2,2],"bins":[0,1.5,3]}""", row["few"]);
        Assert.Equal(MetricValue.Of(new Histogram(Enumerable.Range(0, 100).Select(number => (double)number), 32)).ToString(), row["value"]);
        Assert.Equal(("49.5", "0", "99", "0", "0.001"), (row["s.mean"], row["s.min"], row["s.max"], row["s.nonfinite"], row["lr"]));
    }

    [LibTorchFact]
    public async Task One_tensor_alone_is_logged_with_the_steps_and_commits_of_any_row()
    {
        using var numbers = torch.arange(64);

        var rows = await RowsOf(run =>
        {
            run.LogHistogram("a", numbers);
            run.LogHistogram("b", numbers, bins: 3, step: 5);
            run.LogStatistics("c", numbers, step: 5, commit: true);
            run.LogStatistics("d", numbers, commit: false);
            run.LogHistogram("e", numbers);
        });

        Assert.Equal(
            ["0 a", "5 b c.max c.mean c.min c.nonfinite c.norm c.std", "6 d.max d.mean d.min d.nonfinite d.norm d.std e"], rows.Select(Shape));
        Assert.Contains("\"values\":[21,21,22]", rows[1]["b"]);
    }

    [LibTorchFact]
    public async Task A_tensors_value_can_be_taken_for_the_plain_call_and_logged_again()
    {
        using var loss = torch.tensor(0.5);
        using var many = torch.arange(64);

        var rows = await RowsOf(run =>
        {
            var (value, histogram) = (loss.Deferred(), many.Deferred());
            loss.fill_(7);
            many.zero_();
            run.Log(("loss", value), ("many", histogram));
            run.Log(new { loss = value, parts = new { many = histogram } });
            run.Log(new Dictionary<string, object> { ["form"] = many.ToHistogram(bins: 1), ["forms"] = new[] { loss.ToHistogram(bins: 1) } });
        });

        Assert.Equal(("0.5", "0.5"), (rows[0]["loss"], rows[1]["loss"]));
        Assert.Equal(rows[0]["many"], rows[1]["parts.many"]);
        Assert.Equal("""{"_type":"histogram","values":[64],"bins":[-0.5,0.5]}""", rows[2]["form"]);
        Assert.Equal("""[{"_type":"histogram","values":[1],"bins":[6.5,7.5]}]""", rows[2]["forms"]);
    }
}
