using Akka.Actor;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class BufferActorSpecs : BufferSpecs
{
    [Fact]
    public async Task What_is_in_the_ring_becomes_records_once()
    {
        var buffer = Started();
        Run.Log(("a", 1));
        Run.Session.Append(new Record { Config = new ConfigRecord() });
        Run.Log(("a", 2));

        var batch = await Assembled(buffer);
        var rest = await Nothing(buffer);

        Assert.Equal(["row 0: a = 1", "Config", "row 1: a = 2"], Texts(batch));
        Assert.Equal((2, 2), (batch.Counts.Calls, batch.Counts.History));
        Assert.Equal(Run.Buffer.UsedBytes, batch.RingPosition);
        Assert.False(batch.IsFull || batch.IsEnd);
        Assert.Equal(0, rest.Flush);
    }

    [Fact]
    public async Task A_batch_that_is_full_says_so_and_the_next_goes_on_behind_it()
    {
        var settings = SomeRun.Defaults with { Buffer = SomeRun.Defaults.Buffer with { BatchBytes = 1000 } };
        using var run = new SomeRun(settings);
        var buffer = Sys.ActorOf(BufferActor.PropsFor(run.Session));
        for (var row = 0; row < 50; row++)
            run.Log(("a", row));

        var batches = new List<AssembledBatch> { await Assembled(buffer) };
        while (batches[^1].IsFull)
            batches.Add(await Assembled(buffer));

        Assert.All(batches.SkipLast(1), batch => Assert.InRange(batch.Records.RecordBytes, 1000, 1200));
        Assert.Equal(Enumerable.Range(0, 50).Select(row => $"row {row}: a = {row}"), batches.SelectMany(Texts));
    }

    [Fact]
    public async Task A_row_that_is_open_waits_in_the_state_until_a_flush_closes_it()
    {
        var buffer = Started();
        Run.Log(commit: false, ("a", 1));

        var open = await Assembled(buffer);
        var flushed = await Assembled(buffer, flush: 7);

        Assert.Empty(Texts(open));
        Assert.Equal(1, open.Counts.InOpenRow);
        Assert.Equal(["row 0: a = 1", "summary: a = 1"], Texts(flushed));
        Assert.Equal((0, 7), (open.Flush, flushed.Flush));
    }

    [Fact]
    public async Task A_flush_of_nothing_is_done_at_once()
    {
        var buffer = Started();

        var nothing = await Nothing(buffer, flush: 3);

        Assert.Equal(3, nothing.Flush);
    }

    [Fact]
    public async Task A_flush_is_not_done_with_a_full_batch()
    {
        var settings = SomeRun.Defaults with { Buffer = SomeRun.Defaults.Buffer with { BatchBytes = 1 } };
        using var run = new SomeRun(settings);
        var buffer = Sys.ActorOf(BufferActor.PropsFor(run.Session));
        run.Log(("a", 1));
        run.Log(commit: false, ("a", 2));

        var full = await Assembled(buffer, flush: 1);
        var rest = await Assembled(buffer, flush: 1);

        Assert.Equal(0, full.Flush);
        Assert.Equal(1, rest.Flush);
        Assert.Equal("row 1: a = 2", Texts(rest)[0]);
    }

    [Fact]
    public async Task A_flush_waits_for_a_row_that_is_just_being_written()
    {
        var buffer = Started();
        Run.Log(("a", 1));
        var position = Run.Buffer.UsedBytes;
        Run.Log(("a", 2));
        Run.Log(("a", 3));
        var resume = RingSurgery.Suspend(Run.Buffer, position);

        var before = await Assembled(buffer, flush: 1);
        resume();
        var after = await Assembled(buffer, flush: 1);

        Assert.Equal(0, before.Flush);
        Assert.Equal(1, after.Flush);
        Assert.Equal(["row 1: a = 2", "row 2: a = 3", "summary: a = 3"], Texts(after));
    }

    [Fact]
    public async Task A_changed_summary_is_written_when_it_is_due()
    {
        var buffer = Started();
        Run.Log(("a", 1));
        await Assembled(buffer);
        Run.Time.Advance(TimeSpan.FromSeconds(9.9));

        var early = await Nothing(buffer);
        Run.Time.Advance(TimeSpan.FromSeconds(0.1));
        var due = await Assembled(buffer);
        var later = await Nothing(buffer);

        Assert.True(early.IsMoreDue);
        Assert.Equal(["summary: a = 1"], Texts(due));
        Assert.False(later.IsMoreDue);
    }

    [Fact]
    public async Task A_summary_too_large_to_be_carried_is_written_at_once()
    {
        var buffer = Started();
        var text = new string('x', 3_000);
        for (var row = 0; row < 11; row++)
            Run.Log(($"text-{row}", text));

        var batch = await Assembled(buffer);

        Assert.StartsWith("summary: text-0 = ", Texts(batch)[^1]);
        Assert.InRange(batch.State.Length, 1, 1000);
    }

    [Fact]
    public async Task A_row_waits_for_its_deferred_value_and_the_rows_behind_it_wait_too()
    {
        var buffer = Started();
        var deferred = new RememberedPlace();
        Run.Log(("a", 1));
        Run.Log(("a", new MetricValue(deferred)));
        Run.Log(("a", 3));

        var before = await Assembled(buffer, flush: 1);
        var waiting = await Nothing(buffer, flush: 1);
        deferred.Place.Fill(2.5);
        var after = await Assembled(buffer, flush: 1);

        Assert.Equal(["row 0: a = 1"], Texts(before));
        Assert.True(waiting.IsMoreDue);
        Assert.Equal((0, 0, 1), (before.Flush, waiting.Flush, after.Flush));
        Assert.Equal(["row 1: a = 2.5", "row 2: a = 3", "summary: a = 3"], Texts(after));
    }

    [Fact]
    public async Task After_60_seconds_a_deferred_value_is_given_up_and_counted()
    {
        var buffer = Started();
        var deferred = new RememberedPlace();
        Run.Log(("a", new MetricValue(deferred)), ("b", 1));
        Run.Time.Advance(TimeSpan.FromSeconds(59.9));
        await Nothing(buffer);

        Run.Time.Advance(TimeSpan.FromSeconds(0.1));
        var batch = await Assembled(buffer);

        Assert.Equal("row 0: a = NaN, b = 1", Texts(batch)[0]);
        Assert.Equal(1, batch.Counts.ValuesLost);
        Assert.False(deferred.Place.Fill(2.5));
    }

    [Fact]
    public async Task At_half_full_the_oldest_deferred_values_are_given_up_and_no_more_than_needed()
    {
        var buffer = Started();
        var (oldest, next) = (new RememberedPlace(), new RememberedPlace());
        Run.Log(("a", new MetricValue(oldest)));
        Run.Log(("a", new MetricValue(next)));
        await Nothing(buffer);

        while (!Run.Buffer.IsHalfFull)
            Run.Log(("b", 1));
        Run.Time.Advance(TimeSpan.FromSeconds(0.49)); // a burst leaves them time to come
        await Nothing(buffer);
        Run.Time.Advance(TimeSpan.FromSeconds(0.01));
        var batch = await Assembled(buffer);
        var waiting = await Nothing(buffer);

        Assert.Equal(["row 0: a = NaN"], Texts(batch));
        Assert.Equal(1, batch.Counts.ValuesLost);
        Assert.True(waiting.IsMoreDue);
        Assert.False(oldest.Place.Fill(1));
        Assert.True(next.Place.Fill(2));
    }

    [Fact]
    public async Task At_three_quarters_they_are_given_up_at_once()
    {
        var buffer = Started();
        Run.Log(("a", new MetricValue(new RememberedPlace())));
        await Nothing(buffer);

        while (!Run.Buffer.IsNearlyFull)
            Run.Log(("b", 1));
        var batch = await Assembled(buffer);

        Assert.Equal("row 0: a = NaN", Texts(batch)[0]);
        Assert.Equal(1, Run.Buffer.Counters.GivenUp(DeferredLoss.BufferFull));
    }

    [Fact]
    public async Task Items_that_cannot_be_read_are_set_aside()
    {
        var buffer = Started();
        Run.Log(("a", "poisoned"));
        var second = Run.Buffer.UsedBytes;
        Run.Log(("a", "damaged"));
        Run.Log(("a", 3));
        RingSurgery.Poison(Run.Buffer, 0);
        RingSurgery.Damage(Run.Buffer, second);

        var batch = await Assembled(buffer);

        Assert.Equal(["row 0: a = 3"], Texts(batch));
        Assert.Equal((1, 1), (batch.Counts.Poisoned, Run.Buffer.Reader.DamagedItems));
    }

    [Fact]
    public async Task A_new_one_starts_at_the_newest_release_and_makes_the_same_again()
    {
        var first = Started();
        Run.Log(("a", 1));
        Run.Log(commit: false, ("b", 2));
        var released = await Assembled(first);
        Run.Buffer.NoteRelease(new RingMark(released.RingPosition, 100, released.State));
        Run.Log(("c", 3));
        Run.Log(("d", 4));
        var lost = Texts(await Assembled(first, flush: 1));
        await first.GracefulStop(TimeSpan.FromSeconds(30));

        var again = await Assembled(Started(), flush: 1);

        Assert.Equal(["row 1: b = 2, c = 3", "row 2: d = 4", "summary: a = 1, b = 2, c = 3, d = 4"], lost);
        Assert.Equal(lost, Texts(again));
        Assert.Equal([2, 3, 4], Parsed(again).Select(record => record.Num));
    }

    [Fact]
    public async Task A_new_one_writes_the_same_files_again_and_says_the_same_of_them()
    {
        var first = Started();
        Run.Log(("note", new SomeNote("a")));
        Run.Log(commit: false, ("note", new SomeNote("b")));
        var lost = Parsed(await Assembled(first, flush: 1));
        var files = FilesThere();
        await first.GracefulStop(TimeSpan.FromSeconds(30));

        var again = Parsed(await Assembled(Started(), flush: 1));

        Assert.Equal(2, files.Length);
        Assert.Equal(lost, again);
        Assert.Equal(files, FilesThere());
    }

    [Fact]
    public async Task A_value_that_cannot_be_written_is_said_once()
    {
        File.WriteAllText(Path.Combine(Run.Session.Directory.FilesPath, "media"), "where the directory should be");
        var buffer = ActorOfAsTestActorRef<BufferActor>(BufferActor.PropsFor(Run.Session).WithDispatcher(Akka.TestKit.CallingThreadDispatcher.Id), TestActor);
        Run.Log(("note", new SomeNote("a")));
        Run.Log(("note", new SomeNote("b")));

        buffer.Tell(new BufferProtocol.AssembleBatch(0));
        buffer.Tell(new BufferProtocol.AssembleBatch(0));

        Assert.StartsWith("note (SomeNote) could not be written: ", (await ExpectMsgAsync<Remark>()).Text);
        await ExpectMsgAsync<BufferProtocol.BatchAssembled>();
        await ExpectMsgAsync<BufferProtocol.NothingBuffered>();
    }

    private string[] FilesThere() =>
        [.. Directory.EnumerateFiles(Run.Session.Directory.Path, "*.txt", SearchOption.AllDirectories).Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}").Order()];
}
