using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Writing;

namespace WandbActors.Actors.Tests.Writing;

public sealed class FreeSpaceWatchSpecs : ActorSpecs
{
    private const long Bound = 1000 << 20;

    private readonly SomeRun _run = new SomeRun(SomeRun.Defaults with { Log = SomeRun.Defaults.Log with { FreeSpaceWarning = long.MaxValue / 2 } });

    [Fact]
    public void It_warns_once_until_there_was_room_again()
    {
        var watch = new FreeSpaceWatch("/run", Bound);

        long[] free = [Bound, Bound - 1, Bound - 2, 0, Bound, Bound + 1, Bound - 1, Bound * 2, 5 << 20, 4 << 20];
        var said = free.Select(watch.Note).ToArray();

        Assert.Equal([1, 8], Enumerable.Range(0, said.Length).Where(look => said[look] is not null));
        Assert.Contains("5 MiB are free where /run is", said[8]);
    }

    [Fact]
    public void A_bound_of_nothing_never_warns() => Assert.False(new FreeSpaceWatch("/run", 0).IsOn);

    [Fact]
    public void A_disk_that_cannot_be_asked_says_nothing() => Assert.Null(new FreeSpaceWatch("/is/not/there", Bound).Look());

    [Fact]
    public async Task The_writer_looks_when_it_starts_and_then_says_it_only_once()
    {
        var owner = CreateTestProbe();
        owner.ChildActorOf(FileWriterActor.PropsFor(_run.Session));

        var said = await owner.ExpectMsgAsync<Remark>();
        await Advance(_run, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10));

        Assert.Contains(_run.Session.Directory.Path, said.Text);
        await owner.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _run.Dispose();
    }
}
