using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static WandbActors.Tests.OfflineRun;

namespace WandbActors.Tests.Watching;

[Trait("Needs", "libtorch")]
public class WatchSpecs
{
    private static readonly string[] Names = ["0.bias", "0.weight", "2.bias", "2.weight"];

    [LibTorchFact]
    public async Task The_so_manieth_row_has_what_is_watched_and_no_other()
    {
        using var net = MakeNet();

        var rows = await RowsOf(run =>
        {
            using var watch = run.Watch(net, Watched.Gradients | Watched.Parameters, every: 3);
            for (var step = 0; step < 7; step++)
                Train(net, loss => run.Log(("loss", loss)));
        });

        string[] watched = ["loss", .. Names.Select(name => $"gradients/{name}"), .. Names.Select(name => $"parameters/{name}")];
        Assert.Equal(
            [.. Enumerable.Range(0, 7).Select(step => step is 2 or 5 ? $"{step} {string.Join(' ', watched.Order())}" : $"{step} loss")],
            rows.Select(Shape));
    }

    [LibTorchFact]
    public async Task Histograms_are_those_of_the_moment()
    {
        using var net = MakeNet();
        var expected = new List<string>();

        var rows = await RowsOf(run =>
        {
            using var watch = run.Watch(net, Watched.Gradients | Watched.Parameters, every: 1);
            for (var step = 0; step < 3; step++)
            {
                Train(net, loss =>
                {
                    foreach (var (name, parameter) in net.named_parameters())
                    {
                        expected.Add($"{step} parameters/{name} {TensorReading.Read(parameter, TensorForm.Histogram(64))}");
                        expected.Add($"{step} gradients/{name} {TensorReading.Read(parameter.grad, TensorForm.Histogram(64))}");
                    }

                    run.Log(("loss", loss.ToDouble()));
                });
            }
        });

        var logged = rows.SelectMany(row => row.Where(item => item.Key.Contains('/')).Select(item => $"{row["_step"]} {item.Key} {item.Value}"));
        Assert.Equal(expected.Order(), logged.Order());
    }

    [LibTorchFact]
    public async Task Every_form_of_a_call_is_joined_at_its_step()
    {
        using var net = MakeNet();
        Train(net, _ => { });

        var rows = await RowsOf(run =>
        {
            using var watch = run.Watch(net, every: 1, prefix: "p.");
            var metric = run.Metric("handle");
            run.Log(("name", 1));
            run.Log((metric, 1));
            run.Log(step: 7, ("a", 1));
            run.Log(step: 7, ("b", 1));
            run.Log(step: 9, (metric, 1));
            run.Log(commit: false, ("c", 1));
            run.Log(("d", 1));
            run.Log(new { record = 1 });
            run.Log(step: 3, ("late", 1));
        });

        var watched = string.Join(' ', Names.Select(name => $"gradients/p.{name}"));
        Assert.Equal(
            [
                $"0 {watched} name", $"1 {watched} handle", $"7 a b {watched}", $"9 c d {watched} handle", $"10 {watched} record", "3 late",
            ],
            rows.Select(row => Shape(row)).OrderBy(shape => shape == "3 late"));
    }

    [LibTorchFact]
    public async Task A_row_of_several_calls_counts_once()
    {
        using var net = MakeNet();
        Train(net, _ => { });

        var rows = await RowsOf(run =>
        {
            using var watch = run.Watch(net, every: 2);
            for (var step = 0; step < 4; step++)
            {
                run.Log(commit: false, ("a", step));
                run.Log(("b", step));
            }

            for (var step = 10; step < 14; step++)
            {
                run.Log(step, ("a", step));
                run.Log(step, ("b", step));
            }
        });

        Assert.Equal([1, 3, 11, 13], rows.Where(row => row.Keys.Any(key => key.StartsWith("gradients/"))).Select(row => int.Parse(row["_step"])));
    }

    [LibTorchFact]
    public async Task What_has_no_gradient_is_passed_over()
    {
        using var net = MakeNet();

        var rows = await RowsOf(run =>
        {
            using var watch = run.Watch(net, every: 1);
            run.Log(("before", 1));
            net.get_parameter("2.weight")!.requires_grad = false;
            Train(net, _ => run.Log(("after", 1)));
        });

        Assert.Equal(["0 before", "1 after gradients/0.bias gradients/0.weight gradients/2.bias"], rows.Select(Shape));
    }

    [LibTorchFact]
    public async Task Several_modules_have_the_official_clients_prefixes()
    {
        using var first = nn.Linear(2, 3, hasBias: false);
        using var second = nn.Linear(2, 3, hasBias: false);

        var rows = await RowsOf(run =>
        {
            var firstWatch = run.Watch(first, Watched.Parameters, every: 1);
            using var secondWatch = run.Watch(second, Watched.Parameters, every: 2);
            run.Log(("a", 1));
            run.Log(("a", 2));
            firstWatch.Dispose();
            firstWatch.Dispose();
            run.Log(("a", 3));
            run.Log(("a", 4));
        });

        Assert.Equal(
            ["0 a parameters/weight", "1 a parameters/graph_1weight parameters/weight", "2 a", "3 a parameters/graph_1weight"], rows.Select(Shape));
    }

    [LibTorchFact]
    public async Task A_disposed_module_is_watched_no_more()
    {
        var net = MakeNet();

        var rows = await RowsOf(run =>
        {
            using var watch = run.Watch(net, Watched.Parameters, every: 1);
            net.Dispose();
            run.Log(("a", 1));
            run.Log(("a", 2));
        });

        Assert.Equal(["0 a", "1 a"], rows.Select(Shape));
    }

    [LibTorchFact]
    public void The_end_of_a_watch_is_said()
    {
        var net = MakeNet();
        var said = new List<string>();
        var watch = new ModuleWatch(net, Watched.Parameters, "", said.Add);
        var (before, after) = (new List<(object, MetricValue)>(), new List<(object, MetricValue)>());

        var goesOn = watch.Join(before);
        net.Dispose();
        var goesOnDisposed = watch.Join(after);

        Assert.Equal((true, 4, false, 0), (goesOn, before.Count, goesOnDisposed, after.Count));
        Assert.Equal(["The watched module Sequential has been disposed, or has no parameters: it is watched no more."], said);
    }

    [LibTorchFact]
    public async Task Reading_a_module_leaves_nothing_behind()
    {
        await using var offline = await StartAsync();
        using var net = MakeNet();
        using var watch = offline.Run.Watch(net, Watched.Gradients | Watched.Parameters, every: 1);
        Train(net, _ => { });
        using var scope = NewDisposeScope();
        var alive = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (var row = 0; row < 10; row++)
            offline.Run.Log(("a", 1));

        Assert.Equal(0, scope.DisposablesCount);
        Assert.Equal(alive, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(10, offline.Run.Ledger.Offered);
    }

    [LibTorchFact]
    public async Task Other_threads_rows_go_on_while_a_module_is_read()
    {
        const int Rows = 2_000;
        using var net = MakeNet();
        Train(net, _ => { });

        var rows = await RowsOf(run =>
        {
            using var watch = run.Watch(net, Watched.Parameters, every: 10);
            Task.WaitAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    for (var row = 0; row < Rows; row++)
                        run.Log(("a", row));
                },
                TaskCreationOptions.LongRunning)).ToArray());
        });

        var watched = rows.Count(row => row.ContainsKey("parameters/0.weight"));
        Assert.Equal(4 * Rows, rows.Count);
        Assert.InRange(watched, 1, 4 * Rows / 10);
        Assert.All(rows, row => Assert.True(row.ContainsKey("a")));
    }

    [LibTorchFact]
    public async Task Mistakes_are_said_where_they_are_made_and_a_disabled_run_reads_nothing()
    {
        using var net = MakeNet();
        await using var run = await Wandb.InitAsync(new RunOptions { Mode = RunMode.Disabled });

        using (run.Watch(net, every: 1))
            run.Log(("a", 1));

        Assert.Contains("at least 1", Assert.Throws<WandbException>(() => run.Watch(net, every: 0)).Message);
        Assert.Contains("say Gradients", Assert.Throws<WandbException>(() => run.Watch(net, (Watched)4)).Message);
        Assert.Throws<ArgumentNullException>(() => run.Watch(null!));
    }

    private static Sequential MakeNet() => nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1));

    private static void Train(Sequential net, Action<Tensor> log)
    {
        using var scope = NewDisposeScope();
        net.zero_grad();
        var loss = net.call(rand(16, 4)).square().mean();
        loss.backward();
        log(loss);
    }
}
