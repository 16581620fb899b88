using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Assembling;

/// <summary>Windows against a straightforward folding of the calls, which are all at hand.</summary>
public sealed class LogWindowLawSpecs
{
    private static readonly string[] Names = ["a", "b", "c"];

    [Property(MaxTest = 200)]
    public Property A_window_is_what_its_calls_come_to_wherever_the_assembler_is_restored() =>
        Prop.ForAll(Gen.Choose(1, 6).SelectMany(_ => Gen.ListOf(RandomCall()), (steps, calls) => (Steps: steps, Calls: calls)).ToArbitrary(), plan =>
        {
            using var run = new SomeAssembler();
            run.Log(new Record { LogEvery = new LogEveryRecord { Steps = plan.Steps, Aggregates = (int)(Aggregate.Sum | Aggregate.Max | Aggregate.Last), Metrics = { "a", "b" } } });
            foreach (var call in plan.Calls)
            {
                run.Log(call.Step, call.Commit, [.. call.Values]);
                if (call.Restores)
                    run.Restore();
            }

            run.Close();

            var expected = Fold(plan.Calls, plan.Steps).ToList();
            Assert.Equal(expected, run.Texts.Select(Sorted));
            var counts = run.Counts;
            Assert.Equal((plan.Calls.Count, 0), (counts.Calls, counts.InOpenRow));
            Assert.Equal(plan.Calls.Count, counts.Merged + counts.History - counts.Aggregates);
        });

    // Rows first, late ones by themselves, then windows over the rows.
    private static IEnumerable<string> Fold(IEnumerable<Call> calls, int steps)
    {
        var window = new List<(long Step, Dictionary<string, int> Values)>();
        foreach (var (step, values, isLate) in Rows(calls))
        {
            var own = isLate ? values : values.Where(value => value.Key == "c").ToDictionary();
            var folded = isLate ? [] : values.Where(value => value.Key != "c").ToDictionary();
            if (folded.Count > 0)
                window.Add((step, folded));
            var isLast = window.Count > 0 && !isLate && step - window[0].Step >= steps - 1;
            var texts = own.Select(value => $"{value.Key} = {value.Value}").Concat(isLast ? Describe(window) : []).ToList();
            if (texts.Count > 0)
                yield return Row(step, texts);
            if (isLast)
                window.Clear();
        }

        if (window.Count > 0)
            yield return Row(window[^1].Step, Describe(window));
    }

    private static IEnumerable<(long Step, Dictionary<string, int> Values, bool IsLate)> Rows(IEnumerable<Call> calls)
    {
        var (next, open) = (0L, default(Dictionary<string, int>));
        foreach (var call in calls)
        {
            if (call.Step > next)
            {
                if (open is { Count: > 0 })
                    yield return (next, open, false);
                (next, open) = (call.Step, null);
            }

            var values = call.Values.ToDictionary(value => value.Item1, value => (int)value.Item2.Bits);
            if (call.Step < next)
            {
                if (values.Count > 0)
                    yield return (call.Step, values, true);
                continue;
            }

            open ??= [];
            foreach (var (name, value) in values)
                open[name] = value;
            if (!call.Commit)
                continue;

            if (open.Count > 0)
                yield return (next, open, false);
            (next, open) = (next + 1, null);
        }

        if (open is { Count: > 0 })
            yield return (next, open, false);
    }

    private static IEnumerable<string> Describe(List<(long Step, Dictionary<string, int> Values)> window) =>
        window.SelectMany(row => row.Values).GroupBy(value => value.Key, value => value.Value).SelectMany(values => (string[])
            [$"{values.Key}.sum = {values.Sum()}", $"{values.Key}.max = {values.Max()}", $"{values.Key}.last = {values.Last()}"]);

    private static string Row(long step, IEnumerable<string> texts) => $"row {step}: {string.Join(", ", texts.Order(StringComparer.Ordinal))}";

    private static string Sorted(string row)
    {
        var parts = row.Split(": ", 2);
        return $"{parts[0]}: {string.Join(", ", parts[1].Split(", ").Order(StringComparer.Ordinal))}";
    }

    private static Gen<Call> RandomCall() =>
        from names in Gen.SubListOf(Names)
        from values in Gen.Choose(-9, 9).ArrayOf(names.Count)
        from step in Gen.Choose(0, 12)
        from commit in ArbMap.Default.GeneratorFor<bool>()
        from restores in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Call(step, commit, [.. names.Zip(values, (name, value) => (name, (MetricValue)value))], restores);

    private sealed record Call(long Step, bool Commit, (string, MetricValue)[] Values, bool Restores);
}
