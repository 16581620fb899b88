using WandbActors.Actors.Printing;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Printing;

public sealed class OutputActorSpecs : ActorSpecs
{
    private static readonly TimeSpan Window = SomeRun.Defaults.Output.RewriteWindow;

    private readonly SomeRun _run = new SomeRun().Begin();

    [Fact]
    public async Task The_newest_state_of_a_rewritten_line_comes_after_the_window_though_nothing_else_is_printed()
    {
        Sys.ActorOf(OutputActor.Companion.PropsFor(_run.Session));
        await Settle();
        foreach (var text in (string[])["\r1/3", "\r2/3", "\r3/3"])
            _run.Session.Output.Write(text, isError: false);

        await Advance(_run, Window, Window / 4);

        Assert.Equal(["\r1/3", "\r3/3"], Written());
    }

    [Fact]
    public async Task A_state_that_was_held_while_the_actor_was_away_comes_when_it_is_back()
    {
        foreach (var text in (string[])["\r1/3", "\r2/3"])
            _run.Session.Output.Write(text, isError: false);

        Sys.ActorOf(OutputActor.Companion.PropsFor(_run.Session));
        await Settle();

        Assert.Equal(["\r1/3", "\r2/3"], Written());
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _run.Dispose();
    }

    private IEnumerable<string> Written()
    {
        _run.WriteLog();
        return _run.Records.Select(record => record.OutputRaw?.Line).OfType<string>();
    }
}
