using Akka.Actor;
using WandbActors.Actors.Monitoring;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Monitoring;

public sealed class SystemMonitorActorSpecs : ActorSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SomeRun _run = new SomeRun().Begin();
    private readonly ScriptedSensor _cpu = new("cpu");
    private readonly ScriptedSensor _gpu = new("gpu");

    [Fact]
    public async Task All_sensors_together_are_one_record_soon_after_the_start_and_then_every_interval()
    {
        Start();

        await Advance(33 * Second);

        Assert.Equal(["2: cpu=1 gpu=1", "17: cpu=2 gpu=2", "32: cpu=3 gpu=3"], Samples());
    }

    [Fact]
    public async Task While_rows_fill_half_of_the_ring_there_is_none_and_that_is_no_loss()
    {
        Start();
        while (_run.Session.Buffer.HasRoomAside)
            _run.Session.Buffer.Append([("loss", 0.5)], null, commit: true);

        await Advance(33 * Second);

        Assert.Empty(Samples());
        Assert.Equal(0, _run.Session.Ledger.Read().OutputLost);
    }

    [Fact]
    public async Task One_that_fails_starts_again_later_and_later_and_the_others_go_on()
    {
        _gpu.Fails = true;
        Start();

        await Advance(100 * Second);
        _gpu.Fails = false;
        await Advance(30 * Second);

        Assert.Equal(4, _gpu.Starts); // failed at 2, 17 and 47 s, each time for twice as long
        Assert.Equal(["92: cpu=7", "107: cpu=8", "122: cpu=9 gpu=1"], Samples()[^3..]);
        Assert.Empty(await Say());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_always_fails_is_given_up_and_that_is_said_once(bool failsToStart)
    {
        (_gpu.Fails, _gpu.FailsToStart) = (true, failsToStart);
        Start();

        await Advance(TimeSpan.FromHours(1), 5 * Second);

        Assert.Equal(_run.Session.Settings.Monitor.Restarts + 1, _gpu.Starts);
        Assert.Equal("The gpu sensor has failed 6 times and is given up; the others go on.", Assert.Single(await Say()));
        Assert.Equal(240, Samples().Count(sample => sample.Contains("cpu=")));
    }

    [Fact]
    public async Task One_that_has_worked_between_its_failures_is_not_given_up()
    {
        Start();
        for (var failure = 0; failure < 20; failure++)
        {
            _gpu.Fails = true;
            await Advance(15 * Second);
            _gpu.Fails = false;
            await Advance(45 * Second);
        }

        Assert.Empty(await Say());
        Assert.Equal(21, _gpu.Starts);
    }

    [Fact]
    public async Task One_that_hangs_delays_itself_and_its_values_come_when_it_is_free()
    {
        Start();
        await Settle();
        var hanging = _gpu.HangAsync();
        _run.Time.Advance(2 * Second);
        Scheduler.Advance(2 * Second);
        await hanging.WaitAsync(TimeSpan.FromSeconds(30));
        Hanging = 1;
        await Advance(77 * Second);
        _gpu.Release();
        Hanging = 0;
        await Advance(15 * Second);

        // A record waits a second for it, and nobody asks it again meanwhile.
        Assert.Equal(["2: cpu=1", "17: cpu=2", "32: cpu=3", "47: cpu=4", "62: cpu=5", "77: cpu=6", "79: gpu=1", "92: cpu=7 gpu=2"], Samples());
        Assert.Equal("The gpu sensor does not answer; the samples go on without it.", Assert.Single(await Say()));
    }

    [Fact]
    public async Task After_the_end_a_sample_is_no_loss()
    {
        Start();
        _run.Buffer.Close();

        await Advance(20 * Second);

        Assert.Empty(Samples());
        Assert.Equal((0, 0, 0), (Ledger.OutputLost, Ledger.ValuesLost, Ledger.Refused));
    }

    protected override void AfterAll()
    {
        _gpu.Release();
        base.AfterAll();
        _run.Dispose();
    }

    private Ledger Ledger => _run.Session.Ledger.Read();

    private void Start() => Sys.ActorOf(Props.Create(() => new Parent(SystemMonitorActor.PropsFor(_run.Session, new[] { _cpu.Named, _gpu.Named }), TestActor)));

    private Task Advance(TimeSpan time, TimeSpan? step = null) => Advance(_run, time, step ?? Second);

    private async Task<List<string>> Say()
    {
        await Settle();
        var said = new List<string>();
        while (HasMessages)
            said.Add(ExpectMsg<Remark>().Text);
        return said;
    }

    /// <summary>Passes on what a run's actor is told.</summary>
    private sealed class Parent : ReceiveActor
    {
        public Parent(Props child, IActorRef told)
        {
            Context.ActorOf(child);
            ReceiveAny(told.Forward);
        }
    }

    // Each with the second of its time.
    private string[] Samples()
    {
        _run.WriteLog();
        return [.. _run.Records.Where(record => record.Stats is not null).Select(record =>
            $"{(record.Stats.Timestamp.ToDateTimeOffset() - SomeRun.Noon).TotalSeconds}: "
            + string.Join(' ', record.Stats.Item.OrderBy(item => item.Key).Select(item => $"{item.Key}={item.ValueJson}")))];
    }
}
