using TorchSharp;
using WandbActors.Testing;

namespace WandbActors.Tests;

[Trait("Needs", "libtorch")]
public sealed class RunTensorExtensionsSpecs : IDisposable
{
    private readonly TempDirectory _directory = new();

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

    public void Dispose() => _directory.Dispose();

    private static string Shape(IReadOnlyDictionary<string, string> row) =>
        string.Join(' ', [row["_step"], .. row.Keys.Where(key => !key.StartsWith('_')).Order()]);

    private async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RowsOf(Action<Run> log)
    {
        await using var run = await Wandb.InitAsync(new RunOptions
        {
            Project = "tensors",
            Mode = RunMode.Offline,
            Directory = _directory.Path,
            Silent = true,
        });
        log(run);
        await run.FinishAsync();
        return PlainLog.Read(Directory.GetFiles(run.Directory, "*.wandb").Single()).History;
    }
}
