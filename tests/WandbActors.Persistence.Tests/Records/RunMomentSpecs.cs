using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public sealed class RunMomentSpecs
{
    [Theory]
    [InlineData("ab12cd34?_step=0", "ab12cd34", 0)]
    [InlineData("my run!?_step=12345678901", "my run!", 12_345_678_901)]
    public void It_is_a_run_and_its_last_step_that_counts(string text, string run, long step)
    {
        Assert.True(RunMoment.TryParse(text, out var moment, out _));
        Assert.Equal((run, step, text), (moment.RunId.Value, moment.Step, moment.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab12cd34")]
    [InlineData("?_step=3")]
    [InlineData("ab?loss=3")]
    [InlineData("ab?_step=")]
    [InlineData("ab?_step=3.5")]
    [InlineData("ab?_step=-1")]
    [InlineData("ab?_step=9223372036854775807")]
    [InlineData("a/b?_step=3")]
    public void Anything_else_is_refused_with_a_reason(string text)
    {
        Assert.False(RunMoment.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }
}
