using WandbActors.Actors.Producing;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Tests.Producing;

/// <summary>What a run's actor makes of rows that have a number.</summary>
public sealed class NumberedRowsSpecs : RunSpecs
{
    [Fact]
    public async Task A_row_is_kept_once_however_often_it_is_told()
    {
        Started(NewRun());

        foreach (var sequence in (long[])[1, 1, 2, 1, 2, 3])
            Tell(Numbered(sequence));
        await Finished();

        Assert.Equal(["row 0: a = 1", "row 1: a = 2", "row 2: a = 3"], Run.Rows);
        Assert.Equal([1, 1, 2, 2, 2, 3], ReceiveN(6).Cast<RowKept>().Select(kept => kept.Sequence));
    }

    [Fact]
    public async Task A_row_behind_a_gap_is_not_taken_and_the_answer_says_from_where_to_send_again()
    {
        Started(NewRun());

        foreach (var sequence in (long[])[1, 3, 2, 3])
            Tell(Numbered(sequence));
        await Finished();

        Assert.Equal(["row 0: a = 1", "row 1: a = 2", "row 2: a = 3"], Run.Rows);
        Assert.Equal([new RowKept("p", 1), new RowMissing("p", 2), new RowKept("p", 2), new RowKept("p", 3)], ReceiveN(4));
    }

    [Fact]
    public async Task Producers_are_told_apart()
    {
        Started(NewRun());

        Tell(Numbered(1, "p"));
        Tell(Numbered(1, "q"));
        await Finished();

        Assert.Equal(2, Run.Rows.Length);
    }

    [Fact]
    public async Task A_restart_of_the_runs_actor_forgets_no_number()
    {
        Started(NewRun());
        Tell(Numbered(1));

        Actor.Tell(Numbered(2), new ThrowingRef());
        foreach (var sequence in (long[])[1, 2, 3])
            Tell(Numbered(sequence));
        await Finished();

        Assert.Equal(["row 0: a = 1", "row 1: a = 2", "row 2: a = 3"], Run.Rows);
    }

    [Fact]
    public async Task A_full_buffer_refuses_the_row_and_does_not_count_it_until_it_is_kept()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        while (Run.Buffer.Append([("filling", 1)], null, true, mayWait: false) == AppendOutcome.Accepted) { }
        var full = Run.Session.Ledger.Read();

        Tell(Numbered(1));
        var refused = await ExpectMsgAsync<RowRefused>();
        var after = Run.Session.Ledger.Read();
        Directory.Delete(Run.LogPath);
        await AdvanceUntil(() => Run.Session.Ledger.Read().HistoryRecords > 0);
        Tell(Numbered(1));
        await ExpectMsgAsync<RowKept>();
        var finished = await Finished();

        Assert.Equal((RowRefusal.Full, new RowNumber("p", 1)), (refused.Kind, refused.Number));
        Assert.Equal(full.Refused, after.Refused);
        Assert.Equal((full.Accepted + 1, full.Refused), (finished.Status.Ledger.Accepted, finished.Status.Ledger.Refused));
    }

    [Fact]
    public void A_row_that_no_run_takes_is_settled_and_told_apart_so_that_those_behind_it_go_on()
    {
        var book = new ProducerBook(maxProducers: 10);

        book.Settle(new RowNumber("p", 1), isKept: false);
        book.Settle(new RowNumber("p", 2), isKept: true);

        Assert.True(book.IsNext(new RowNumber("p", 3)));
        Assert.Equal(new RowKept("p", 2, Unfit: 1), book.AnswerTo(new RowNumber("p", 1)));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("p", 0)]
    public async Task A_number_that_is_none_is_refused(string producer, long sequence)
    {
        Started(NewRun());

        Tell(Numbered(sequence, producer));

        Assert.Equal(RowRefusal.Misnumbered, (await ExpectMsgAsync<RowRefused>()).Kind);
        Assert.Equal(1, (await Finished()).Status.Ledger.RefusedOther);
    }

    [Fact]
    public void Producers_beyond_the_bound_are_refused_and_the_others_go_on()
    {
        var book = new ProducerBook(maxProducers: 10);
        for (var producer = 0; producer < 10; producer++)
            book.Settle(new RowNumber($"p{producer}", 1), isKept: true);

        Assert.Null(book.FindProblem(new RowNumber("p7", 2)));
        Assert.Contains("10 producers", book.FindProblem(new RowNumber("late", 1)));
    }

    private static LogRow Numbered(long sequence, string producer = "p") => new(("a", sequence)) { Number = new RowNumber(producer, sequence) };

    private void Tell(LogRow row) => Actor.Tell(row, TestActor);
}
