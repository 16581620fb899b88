using System.Text;
using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

public sealed class StatsLineSpecs
{
    private readonly StatsRecord _record = new()
    {
        Timestamp = new Timestamp { Seconds = 1_700_000_016, Nanos = 750_000_000 },
        Item = { new StatsItem { Key = "cpu", ValueJson = "1.50" }, new StatsItem { Key = "gpu.0.temp", ValueJson = "NaN" } },
    };

    [Fact]
    public void A_sample_has_its_time_and_its_keys_under_system()
    {
        var run = new RunRecord { StartTime = new Timestamp { Seconds = 1_700_000_000, Nanos = 500_000_000 } };

        Assert.Equal("""{"_wandb":true,"_timestamp":1700000016.75,"_runtime":16.25,"system.cpu":1.50,"system.gpu.0.temp":NaN}""", Line(run));
    }

    [Fact]
    public void The_time_of_earlier_attempts_counts()
    {
        var run = new RunRecord { StartTime = new Timestamp { Seconds = 1_700_000_000 }, Runtime = 100 };

        Assert.Contains("\"_runtime\":116.75,", Line(run));
    }

    [Fact]
    public void Without_a_run_there_is_no_running_time() => Assert.Contains("\"_runtime\":0,", Line(null));

    [Theory]
    [InlineData(long.MaxValue, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1_000_000_000)]
    public void A_time_outside_the_calendar_is_no_error(long seconds, int nanos)
    {
        _record.Timestamp = new Timestamp { Seconds = seconds, Nanos = nanos };

        Assert.Contains("\"_timestamp\":0,\"_runtime\":0,", Line(null));
    }

    private string Line(RunRecord? run) => Encoding.UTF8.GetString(StatsLine.Of(_record, run).Span);
}
