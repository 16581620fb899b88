using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Assembling;

/// <summary>Rows that are known from others like them, against an assembler that is restored before each row, and so knows none.</summary>
public sealed class PlainRowLawSpecs
{
    private static readonly string[][] Orders = [["a", "b"], ["b", "a"], ["a", "b", "c"], ["c"], ["a", "a"], ["a", "_step"], ["_timestamp", "a"], ["e", "val/a"]];

    [Property(MaxTest = 150)]
    public Property Make_the_same_records_as_if_each_were_the_first() =>
        Prop.ForAll(Gen.ListOf(RandomAct()).ToArbitrary(), acts =>
        {
            var (known, unknown) = (RecordsOf(acts, isRestored: false), RecordsOf(acts, isRestored: true));

            return known.SequenceEqual(unknown).Label($"{string.Join("; ", acts)}\nknown   {string.Join('\n', known)}\nunknown {string.Join('\n', unknown)}");
        });

    private static string[] RecordsOf(IEnumerable<Act> acts, bool isRestored)
    {
        using var run = new SomeAssembler();
        foreach (var act in acts)
        {
            if (isRestored)
                run.Restore();
            act.Do(run);
        }

        run.WriteSummary();
        return run.Texts;
    }

    private static Gen<Act> RandomAct() => Gen.Frequency(
        (12, RandomRow()),
        (1, Gen.Elements("a", "val/*").Select(name => (Act)new Define(name, "e"))),
        (1, Gen.Constant((Act)new Fold("c"))));

    private static Gen<Act> RandomRow() =>
        from names in Gen.Elements(Orders)
        from values in RandomValue().ArrayOf(names.Length)
        select (Act)new Row([.. names.Zip(values)]);

    private static Gen<MetricValue> RandomValue() => Gen.Frequency(
        (8, Gen.Choose(-9_000_000, 9_000_000).Select(number => (MetricValue)(number / 1e6))),
        (2, Gen.Choose(-9, 9).Select(number => (MetricValue)number)),
        (1, Gen.Elements<MetricValue>(double.NaN, true, default, "text", ulong.MaxValue, 1.0 / 3)));

    private abstract record Act
    {
        public abstract void Do(SomeAssembler run);
    }

    private sealed record Row((string, MetricValue)[] Values) : Act
    {
        public override void Do(SomeAssembler run) => run.Log(Values);

        public override string ToString() => $"row {string.Join(' ', Values)}";
    }

    private sealed record Define(string Name, string Step) : Act
    {
        public override void Do(SomeAssembler run) => run.Log(new Record
        {
            Metric = new MetricRecord
            {
                Name = Name.EndsWith('*') ? "" : Name,
                GlobName = Name.EndsWith('*') ? Name : "",
                StepMetric = Step,
                Options = new MetricOptions { StepSync = true },
                Summary = new MetricSummary { Min = true },
            },
        });
    }

    private sealed record Fold(string Name) : Act
    {
        public override void Do(SomeAssembler run) =>
            run.Log(new Record { LogEvery = new LogEveryRecord { Steps = 3, Aggregates = (int)Aggregate.Mean, Metrics = { Name } } });
    }
}
