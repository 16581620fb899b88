using Akka.Actor;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Tests;

/// <summary>Whatever happens to a run, each Log call is in one place of its ledger.</summary>
public sealed class RunLedgerSpecs : RunSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Under_faults_of_every_kind_it_adds_up_at_every_moment(int seed)
    {
        var chance = new Random(seed);
        Started(NewRun());
        var calls = 0;
        for (var round = 0; round < 150; round++)
        {
            for (var rows = chance.Next(60); rows > 0; rows--)
            {
                LogSome(chance);
                calls++;
            }

            DoHarm(chance);
            AssertAddsUp(Run.Session.Ledger.Read(), calls);
            await Advance(Tick * chance.Next(4));
            AssertAddsUp(Run.Session.Ledger.Read(), calls);
        }

        RestoreDisk();
        var ledger = (await Finished()).Status.Ledger;

        AssertAddsUp(ledger, calls);
        Assert.Equal((0, Run.Rows.Length), (ledger.InRing, ledger.HistoryRecords));
        Assert.NotEqual((0, 0), (ledger.Merged, ledger.LateRows));
        Assert.Equal(ledger, Run.Session.Ledger.Read());
    }

    [Fact]
    public async Task It_goes_on_counting_refusals_after_the_end()
    {
        Started(NewRun());
        await Finished();

        Assert.Equal(AppendOutcome.RefusedClosed, Run.Buffer.Append([("a", 1)], null, commit: true));

        Assert.Equal((1, 1), (Run.Session.Ledger.Read().Offered, Run.Session.Ledger.Read().RefusedClosed));
    }

    private string Aside => Run.LogPath + ".aside";

    private static void AssertAddsUp(Ledger ledger, long calls)
    {
        Assert.Equal(calls, ledger.Offered);
        Assert.Equal(ledger.Offered, ledger.RefusedFull + ledger.RefusedClosed + ledger.RefusedOther + ledger.InRing + ledger.InLog);
        Assert.Equal(ledger.InLog, ledger.Merged + ledger.HistoryRecords);
        Assert.Equal(ledger.HistoryRecords, ledger.OnServer + ledger.Waiting + ledger.MarkersTooLong + ledger.MarkersUnreadable);
    }

    private void LogSome(Random chance)
    {
        long? step = chance.Next(4) == 0 ? chance.Next(500) : null;
        var text = chance.Next(100) == 0 ? new string('x', 6_000) : "x";
        Run.Buffer.Append([("a", chance.Next()), ("text", text)], step, commit: chance.Next(3) > 0);
    }

    private void DoHarm(Random chance)
    {
        switch (chance.Next(12))
        {
            case 0:
                Sys.ActorSelection(Actor.Path / "buffer").Tell(Kill.Instance);
                break;
            case 1:
                Sys.ActorSelection(Actor.Path / "file-writer").Tell(Kill.Instance);
                break;
            case 2:
                Actor.Tell(new GetRunStatus(), new ThrowingRef());
                break;
            case 3 when File.Exists(Run.LogPath):
                BlockLog();
                break;
            case 4 or 5:
                RestoreDisk();
                break;
        }
    }

    // Nothing can be put where a directory is. The writer may be quicker, and have put all of the log back there.
    private void BlockLog()
    {
        File.Move(Run.LogPath, Aside);
        try
        {
            Directory.CreateDirectory(Run.LogPath);
        }
        catch (IOException)
        {
            File.Delete(Aside);
        }
    }

    private void RestoreDisk()
    {
        if (!Directory.Exists(Run.LogPath))
            return;

        Directory.Delete(Run.LogPath);
        File.Move(Aside, Run.LogPath);
    }
}
