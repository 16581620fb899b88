namespace WandbActors.TestKit.Tests;

public sealed class SimulatedDeviceSpecs : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Simulation _simulation = new(seed: 5);
    private readonly SimulatedRun _run;

    public SimulatedDeviceSpecs() => _run = _simulation.StartRun();

    private SimulatedDevice Device => _simulation.Device;

    private IEnumerable<double> Losses => _run.OnServer.Rows.Select(row => row.Number("loss")!.Value);

    public void Dispose() => _simulation.Dispose();

    [Fact]
    public void Values_that_come_late_stand_at_their_steps()
    {
        Device.Latency = 3 * Second;
        for (var row = 0; row < 5; row++)
            _run.Log(("row", row), ("loss", Device.Value(0.1 * row)));
        _simulation.RunFor(2 * Second);
        var before = _run.Ledger;

        _run.Finish();

        Assert.Equal((5, 0), (before.InRing, before.InLog));
        Assert.Equal([0.0, 0.1, 0.2, 0.1 * 3, 0.4], Losses);
        _run.Ledger.ShouldBalance(offered: 5).ShouldHaveLostNothing();
    }

    [Fact]
    public void Values_may_come_in_another_order_than_they_were_asked_for()
    {
        _run.Log(("loss", Device.Value(1, stream: 0, takes: 20 * Second)));
        _run.Log(("loss", Device.Value(2, stream: 1, takes: Second)));
        _run.Log(("loss", Device.Value(3, stream: 2)));

        _simulation.RunFor(30 * Second);
        _run.Finish();

        Assert.Equal([1, 2, 3], Losses);
    }

    [Fact]
    public void A_device_that_never_answers_costs_its_values_and_holds_nothing_up()
    {
        _run.Log(("row", 0), ("loss", Device.Value(0.5)));
        _simulation.RunFor(Second);
        Device.Stall();
        for (var row = 1; row <= 9_000; row++)
            _run.Log(("row", row), ("loss", Device.Value(0.5)));

        _simulation.RunFor(120 * Second);
        _run.Finish();

        _run.OnServer.ShouldHaveEachRowOnce("row", 9_001);
        Assert.Equal(9_000, Losses.Count(double.IsNaN));
        var ledger = _run.Ledger.ShouldBalance(offered: 9_001);
        Assert.Equal(9_000, ledger.ValuesLost);
        Assert.Equal(9_000, ledger.ValuesTimedOut + ledger.ValuesCrowdedOut + ledger.ValuesWithoutSlot);
    }

    [Fact]
    public void A_device_that_goes_on_delivers_what_is_still_waited_for()
    {
        Device.Stall();
        _run.Log(("loss", Device.Value(1)));
        _simulation.RunFor(70 * Second);
        _run.Log(("loss", Device.Value(2)));
        _simulation.RunFor(30 * Second);
        Device.GoOn();

        _simulation.RunFor(Second);
        _run.Finish();

        Assert.Equal([double.NaN, 2], Losses);
        Assert.Equal(1, _run.Ledger.ValuesTimedOut);
    }

    [Fact]
    public void A_device_that_fails_says_so_and_costs_its_values()
    {
        _run.Log(("loss", Device.Value(1, takes: 5 * Second)));
        _simulation.RunFor(Second);

        Device.Fail("an illegal memory access was encountered");
        _simulation.RunFor(10 * Second);
        _run.Finish();

        Assert.Equal([double.NaN], Losses);
        Assert.Equal(1, _run.Ledger.ValuesFailed);
    }
}
