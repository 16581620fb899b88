using WandbActors.Harness.Fuzzing;

namespace WandbActors.Persistence.Tests;

/// <summary>The short form of the harness's <c>fuzz</c>, which CONTRIBUTING.md tells how to run in full.</summary>
public class FuzzSpecs
{
    private const int Rounds = 3000;

    [Fact]
    public void Damaged_logs_and_row_buffers_give_what_can_be_read_and_break_no_bound()
    {
        var tally = new FuzzTally();

        var failure = FuzzCommand.Run(Rounds, Random.Shared.Next(), tally);

        Assert.Null(failure);
        Assert.Equal(Rounds, tally.Cases);
        Assert.All((string[])["log: End", "log: TornTail", "log: NotALog", "buffer: turned away", "buffer: read, with problems"], outcome => Assert.True(tally.Of(outcome) > 0));
    }
}
