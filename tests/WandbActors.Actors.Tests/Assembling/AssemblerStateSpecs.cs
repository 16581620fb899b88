using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class AssemblerStateSpecs
{
    private static readonly string[] Names = ["a", "b", "nested", "_timestamp", "a.b", ""];

    [Property(MaxTest = 150)]
    public Property Restored_at_any_point_an_assembler_makes_the_records_that_it_would_have_made() =>
        Prop.ForAll(Gen.ListOf(RandomCall()).ToArbitrary(), calls =>
        {
            using var ring = new SomeRing(TimeProvider.System);
            foreach (var call in calls)
                call.AppendTo(ring);
            var straight = Assemble(ring, calls, stopAt: null);

            for (var stopAt = 0; stopAt <= calls.Count; stopAt++)
            {
                var stopped = Assemble(ring, calls, stopAt);
                Assert.Equal(straight.Records, stopped.Records);
                Assert.Equal(straight.State, stopped.State);
            }
        });

    [Property(MaxTest = 150)]
    public Property Records_are_numbered_without_gaps_and_the_counts_add_up() =>
        Prop.ForAll(Gen.ListOf(RandomCall()).ToArbitrary(), calls =>
        {
            using var ring = new SomeRing(TimeProvider.System);
            foreach (var call in calls)
                call.AppendTo(ring);

            var (records, state) = Assemble(ring, calls, stopAt: null);

            var counts = AssemblerState.ProgressIn(state).Counts;
            var parsed = records.Select(record => Record.Parser.ParseFrom(Convert.FromHexString(record))).ToList();
            Assert.Equal(Enumerable.Range(1, records.Count), parsed.Select(record => (int)record.Num));
            Assert.Equal(calls.Count(call => call.IsRow), counts.Calls);
            Assert.Equal(parsed.Count(record => record.History is not null), counts.History);
            Assert.InRange(counts.InOpenRow, 0, 1);
        });

    [Fact]
    public void A_state_of_another_version_is_refused()
    {
        using var run = new SomeAssembler();
        var state = run.Assembler.State;
        state[0]++;

        Assert.Throws<InvalidDataException>(() => new StepAssembler(new MetricSampler(), state, []));
    }

    [Fact]
    public void No_state_at_all_is_refused() => Assert.Throws<InvalidDataException>(() => new StepAssembler(new MetricSampler(), default, []));

    private static (List<string> Records, byte[] State) Assemble(SomeRing ring, IReadOnlyList<Call> calls, int? stopAt)
    {
        using var batch = new EncodedBatch();
        var assembler = new StepAssembler(new RunClock(DateTime.UnixEpoch.Ticks), 0, new MetricSampler());
        ring.Buffer.Reader.Seek(0);
        for (var index = 0; index < calls.Count; index++)
        {
            if (index == stopAt)
                assembler = new StepAssembler(new MetricSampler(), assembler.State, Records(batch));
            Assert.True(ring.Buffer.Reader.TryRead(out var item));
            assembler.Take(item, batch);
            if (calls[index].WritesSummary || assembler.IsSummaryLarge)
                assembler.WriteSummary(batch);
        }

        return (Hex(batch), assembler.State);
    }

    private static List<Record> Records(EncodedBatch batch) => Hex(batch).ConvertAll(record => Record.Parser.ParseFrom(Convert.FromHexString(record)));

    private static List<string> Hex(EncodedBatch batch)
    {
        var records = new List<string>();
        foreach (var record in batch)
            records.Add(Convert.ToHexString(record));
        return records;
    }

    private static Gen<Call> RandomCall() =>
        from isRow in Gen.Frequency((6, Gen.Constant(true)), (1, Gen.Constant(false)))
        from values in Gen.ListOf(RandomValue())
        from step in Gen.Frequency((2, Gen.Constant((long?)null)), (1, Gen.Choose(0, 6).Select(step => (long?)step)))
        from commit in ArbMap.Default.GeneratorFor<bool>()
        from writesSummary in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Call(isRow, [.. values], step, commit, writesSummary);

    private static Gen<(string, MetricValue)> RandomValue() =>
        from name in Gen.Elements(Names)
        from value in Gen.Elements<MetricValue>(
            1, 0.5, double.NaN, true, default, "text", ulong.MaxValue, new string('x', 9_000), MetricValue.Of(new { x = 1, y = new { z = "deep" } }))
        select (name, value);

    private sealed record Call(bool IsRow, (string, MetricValue)[] Values, long? Step, bool Commit, bool WritesSummary)
    {
        public void AppendTo(SomeRing ring)
        {
            if (IsRow)
                ring.Buffer.Append(Values, Step, Commit);
            else
                ring.Buffer.AppendRecord(Google.Protobuf.MessageExtensions.ToByteArray(Explicit));
        }

        private static Record Explicit => new() { Summary = new SummaryRecord { Update = { new SummaryItem { Key = "a", ValueJson = "\"set\"" } } } };
    }
}
