using System.Diagnostics;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class FullRingSpecs
{
    private static readonly RowBufferSettings NeverEndingWait = SomeBuffer.Settings with { MaxWait = TimeSpan.FromMinutes(10) };

    [Fact]
    public void What_does_not_fit_is_refused_and_counted_and_nothing_else_is_lost()
    {
        using var some = new SomeBuffer();

        Fill(some.Buffer);
        var outcome = Append(some.Buffer);

        Assert.Equal(AppendOutcome.RefusedFull, outcome);
        Assert.Equal(1, some.Buffer.Counters.Refused(AppendOutcome.RefusedFull));
        Assert.Equal(some.Buffer.RingBytes / 64, some.ReadAll().Count);
    }

    [Fact]
    public void After_one_expired_wait_appends_are_refused_at_once_until_space_is_freed()
    {
        var wait = TimeSpan.FromMilliseconds(300);
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxWait = wait });
        Fill(some.Buffer);
        Append(some.Buffer);

        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < 1000; i++)
            Append(some.Buffer);
        var inIncident = Stopwatch.GetElapsedTime(began);
        ReadSegment(some);
        some.Release();
        var afterwards = Append(some.Buffer);
        while (some.Buffer.UsedBytes < some.Buffer.RingBytes)
            Append(some.Buffer);
        began = Stopwatch.GetTimestamp();
        Append(some.Buffer);
        var nextIncident = Stopwatch.GetElapsedTime(began);

        Assert.Equal(1 + 1000 + 1, some.Buffer.Counters.Refused(AppendOutcome.RefusedFull));
        Assert.True(inIncident < wait, $"{inIncident} were spent again on waiting");
        Assert.Equal(AppendOutcome.Accepted, afterwards);
        Assert.True(nextIncident >= wait, $"only {nextIncident} were waited in a new incident");
        Assert.Equal(2, some.Buffer.Counters.Waits);
        Assert.InRange(some.Buffer.Counters.LongestWait, wait, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_waiting_append_is_accepted_when_space_is_freed()
    {
        using var some = new SomeBuffer(NeverEndingWait);
        Fill(some.Buffer);

        var waiting = new Thread(() => Append(some.Buffer, mayWait: true));
        waiting.Start();
        SpinUntilWaiting(waiting);
        var read = some.ReadAll().Count;
        some.Release();
        waiting.Join();

        Assert.Equal(some.Buffer.RingBytes / 64, read);
        Assert.Single(some.ReadAll());
        Assert.Equal(1, some.Buffer.Counters.Waits);
    }

    [Fact]
    public void A_waiting_append_is_refused_when_the_buffer_is_closed()
    {
        using var some = new SomeBuffer(NeverEndingWait);
        var outcome = AppendOutcome.Accepted;
        Fill(some.Buffer);

        var waiting = new Thread(() => outcome = Append(some.Buffer, mayWait: true));
        waiting.Start();
        SpinUntilWaiting(waiting);
        some.Buffer.Close();
        waiting.Join();

        Assert.Equal(AppendOutcome.RefusedClosed, outcome);
    }

    [Fact]
    public void Who_must_not_wait_is_refused_at_once()
    {
        using var some = new SomeBuffer(NeverEndingWait);

        Fill(some.Buffer);

        Assert.Equal(AppendOutcome.RefusedFull, Append(some.Buffer, mayWait: false));
        Assert.Equal(AppendOutcome.RefusedFull, some.Buffer.AppendRecord([1], mayWait: false));
        Assert.Equal(0, some.Buffer.Counters.Waits);
    }

    [Fact]
    public void A_refused_row_lets_go_of_its_objects()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxHeldBytes = HeldObjects.BytesBeside });
        Fill(some.Buffer);

        some.Buffer.Append([("image", new MetricValue(new NamedObject("refused")))], null, commit: true);
        some.ReadAll();
        some.Release();
        some.Buffer.Append([("image", new MetricValue(new NamedObject("taken")))], null, commit: true);

        Assert.Equal(["row: image = taken"], some.ReadAll());
    }

    [Fact]
    public void Room_comes_back_by_whole_segments()
    {
        using var some = new SomeBuffer();
        Fill(some.Buffer);

        some.Reader.TryRead(out _);
        some.Release();
        var afterOneRow = Append(some.Buffer);
        ReadSegment(some);
        some.Release();
        var afterSegment = Append(some.Buffer);

        Assert.Equal((AppendOutcome.RefusedFull, AppendOutcome.Accepted), (afterOneRow, afterSegment));
    }

    private static void ReadSegment(SomeBuffer some)
    {
        for (var read = 0; read < SomeBuffer.Settings.SegmentBytes; read += 64)
            Assert.True(some.Reader.TryRead(out _));
    }

    private static void Fill(RowBuffer buffer)
    {
        for (var used = 0; used < buffer.RingBytes; used += 64)
            Assert.Equal(AppendOutcome.Accepted, Append(buffer));
    }

    private static AppendOutcome Append(RowBuffer buffer, bool mayWait = true) =>
        buffer.Append([("loss", 0.5), ("acc", 0.5)], null, commit: true, mayWait);

    private static void SpinUntilWaiting(Thread thread) =>
        SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin));
}
