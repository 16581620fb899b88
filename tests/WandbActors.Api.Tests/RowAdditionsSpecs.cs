namespace WandbActors.Api.Tests;

public sealed class RowAdditionsSpecs : IAsyncLifetime
{
    private readonly OfflineProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task A_programs_own_value_holds_against_an_addition_of_the_same_name()
    {
        var rows = await _program.RowsOfAsync(run =>
        {
            run.Additions.Add(every: 1, _ => new ScriptedAddition(row => row.Add(("a", 1))));
            run.Log(("a", 2));
            run.Log((run.Metric("a"), 3));
        });

        Assert.Equal(["2", "3"], rows.Select(row => row["a"]));
    }

    [Fact]
    public async Task An_addition_may_log_itself_and_is_not_asked_for_that()
    {
        var asked = 0;

        var rows = await _program.RowsOfAsync(run =>
        {
            run.Additions.Add(every: 1, _ => new ScriptedAddition(row =>
            {
                run.Log(("inner", ++asked));
                row.Add(("joined", asked));
            }));
            run.Log(("a", 1));
            run.Log(("a", 2));
        });

        Assert.Equal(2, asked);
        Assert.Equal(["inner", "a joined", "inner", "a joined"], rows.Select(row => string.Join(' ', row.Keys.Where(key => !key.StartsWith('_')).Order())));
    }

    [Fact]
    public async Task One_that_has_ended_is_not_asked_again()
    {
        var asked = 0;

        await _program.RowsOfAsync(run =>
        {
            run.Additions.Add(every: 2, _ => new ScriptedAddition(_ => asked++, goesOn: false));
            for (var row = 0; row < 10; row++)
                run.Log(("a", row));
        });

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task After_the_end_of_the_run_none_is_asked()
    {
        var asked = 0;
        var run = await _program.StartAsync();
        run.Additions.Add(every: 1, _ => new ScriptedAddition(_ => asked++));

        run.Log(("a", 1));
        await run.FinishAsync();
        run.Log(("a", 2));

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task One_row_holds_what_all_of_them_add_and_is_one_call_of_the_ledger()
    {
        var run = await _program.StartAsync();
        for (var addition = 0; addition < 3; addition++)
            run.Additions.Add(every: 1, number => new ScriptedAddition(row => row.Add(($"addition{number}", number))));

        run.Log(("a", 1));
        await run.FinishAsync();

        var row = Assert.Single(OfflineProgram.LogOf(run).History);
        Assert.Equal(("1", "0", "1", "2"), (row["a"], row["addition0"], row["addition1"], row["addition2"]));
        Assert.Equal(1, run.Ledger.Offered);
    }

    private sealed class ScriptedAddition(Action<List<(object Name, MetricValue Value)>> join, bool goesOn = true) : IRowAddition
    {
        public bool Join(List<(object Name, MetricValue Value)> row)
        {
            join(row);
            return goesOn;
        }
    }
}
