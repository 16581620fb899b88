using FsCheck.Xunit;

namespace WandbActors.Actors.Tests.Deferring;

public sealed class DeviceLawSpecs
{
    [Property(MaxTest = 200)]
    public void Whatever_happens_a_row_has_the_values_of_its_call_or_nan_that_is_counted_and_every_slot_comes_back(byte[] steps, byte[] durations)
    {
        using var history = new DeviceHistory(durations);
        foreach (var step in steps)
            history.Do(step);
        var rows = history.Finish();

        Assert.Equal(history.Logged.Count, rows.Count);
        foreach (var (logged, row) in history.Logged.Zip(rows))
            Assert.All(logged.Zip(row, (atCall, read) => (atCall, read)), value => Assert.Contains(value.read, (double[])[value.atCall, double.NaN]));
        Assert.Equal(rows.Sum(row => row.LongCount(double.IsNaN)), history.Lost);
        Assert.InRange(history.Lost, 0, history.MayBeLost);
        Assert.True(history.IsClean);
    }
}
