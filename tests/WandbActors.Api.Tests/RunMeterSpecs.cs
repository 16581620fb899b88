using System.Diagnostics.Metrics;

namespace WandbActors.Api.Tests;

public sealed class RunMeterSpecs : IAsyncLifetime
{
    private readonly OfflineProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task A_live_run_shows_its_ledger()
    {
        await using var run = await _program.StartAsync();
        run.Log(("a", 1));
        run.Log(commit: false, ("b", 1));
        run.Log(("c", 1));
        run.Log("this has no names");
        await run.FlushAsync();

        var measured = Measure(run);

        Assert.Equal((4, 0, 0, 1), (measured["wandb.rows.offered"], measured["wandb.rows.refused full"], measured["wandb.rows.refused closed"], measured["wandb.rows.refused other"]));
        Assert.Equal((0, 3, 1, 0), (measured["wandb.rows.in_ring"], measured["wandb.rows.in_log"], measured["wandb.rows.merged"], measured["wandb.rows.unreadable"]));
        Assert.Equal((2, 0, 2), (measured["wandb.history.records"], measured["wandb.history.on_server"], measured["wandb.history.waiting"]));
        Assert.Equal((0, 0, 0), (measured["wandb.history.markers too_long"], measured["wandb.history.markers unreadable"], measured["wandb.values.lost"]));
        Assert.Equal(16 << 20, measured["wandb.buffer.limit"]);
        Assert.InRange(measured["wandb.buffer.used"], 0, 4096);
    }

    [Fact]
    public async Task Runs_are_told_apart_and_one_that_has_ended_shows_no_more()
    {
        await using var first = await _program.StartAsync();
        await using var second = await _program.StartAsync();
        first.Log(("a", 1));

        var (ofFirst, ofSecond) = (Measure(first), Measure(second));
        await first.FinishAsync();
        await second.FlushAsync();

        Assert.Equal((1, 0), (ofFirst["wandb.rows.offered"], ofSecond["wandb.rows.offered"]));
        Assert.NotEmpty(Measure(second));
    }

    [Fact]
    public async Task Every_instrument_has_a_unit_and_a_description()
    {
        await using var run = await _program.StartAsync();
        var instruments = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument) };

        listener.Start();

        var ours = instruments.Where(instrument => instrument.Meter.Name == "WandbActors").ToArray();
        Assert.InRange(ours.Length, 17, 20); // those of the upload are there once something has been sent
        Assert.All(ours, instrument => Assert.Matches("^(By|{[a-z]+})$", instrument.Unit));
        Assert.All(ours, instrument => Assert.EndsWith(".", instrument.Description));
    }

    /// <summary>What the meter says of one run now: by instrument, and reason if it has one.</summary>
    private static Dictionary<string, long> Measure(Run run)
    {
        var measured = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "WandbActors")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string?)tag.Value);
            if (named["run_id"] == run.Id && named["project"] == run.Project)
                measured[named.TryGetValue("reason", out var reason) ? $"{instrument.Name} {reason}" : instrument.Name] = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }
}
