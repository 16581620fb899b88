using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Tests.Assembling;

/// <summary>The summary that all records make, against one that is made of the calls in a few plain lines.</summary>
public sealed class SummaryLawSpecs
{
    private static readonly string[] Names = ["a", "b", "val/a", "val/b", "x", "x.y"];
    private static readonly string[] Defined = [.. Names, "val/*", "*"];

    [Property(MaxTest = 300)]
    public Property It_is_what_the_rows_and_definitions_come_to_wherever_the_assembler_is_restored() =>
        Prop.ForAll(Gen.ListOf(RandomAct()).ToArbitrary(), acts =>
        {
            using var run = new SomeAssembler(startingStep: 1);
            var expected = new PlainSummary();
            foreach (var act in acts)
                Do(act, run, expected);
            run.WriteSummary();

            var summary = new SummaryState();
            foreach (var record in run.Records.Where(record => record.Summary is not null))
                summary.Apply(record.Summary);

            return (JsonMeaning.Of(expected.ToJson()) == JsonMeaning.Of(WithoutRowsOwn(summary)))
                .Label($"{string.Join("; ", acts)}\nexpected {expected.ToJson()}\nactual   {WithoutRowsOwn(summary)}");
        });

    private static string WithoutRowsOwn(SummaryState summary)
    {
        var tree = new JsonTree();
        foreach (var (name, json) in JsonText.Members(Encoding.UTF8.GetString(summary.ToUtf8().Span)))
        {
            if (!name.StartsWith('_'))
                tree.Set([name], json);
        }

        return tree.ToJson();
    }

    private static void Do(Act act, SomeAssembler run, PlainSummary expected)
    {
        switch (act)
        {
            case Row row:
                run.Log([.. row.Values.Select(value => Nested(value.Name, value.Value))]);
                expected.TakeRow(row.Values);
                break;
            case LateRow row:
                run.Log(0, commit: true, [.. row.Values.Select(value => Nested(value.Name, value.Value))]);
                expected.TakeLateRow(row.Values);
                break;
            case Define define:
                run.Log(new Record { Metric = define.Record });
                expected.Define(define.Record);
                break;
            case SetValue set:
                run.Log(new Record { Summary = set.Record, Info = new RecordInfo { StreamId = "r1" } });
                if (set.Json is { } json)
                    expected.Set(set.Path, json);
                else
                    expected.Remove(set.Path);
                break;
            case Restore:
                run.Restore();
                break;
            default:
                run.WriteSummary();
                break;
        }
    }

    private static (string, MetricValue) Nested(string name, MetricValue value) => name.Split('.') is [var outer, var inner]
        ? (outer, MetricValue.Of(new Dictionary<string, object?> { [inner] = value }))
        : (name, value);

    private static Gen<Act> RandomAct() => Gen.Frequency(
        (10, RandomValues().Select(values => (Act)new Row(values))),
        (2, RandomValues().Select(values => (Act)new LateRow(values))),
        (4, RandomDefinition().Select(record => (Act)new Define(record))),
        (2, RandomSet()),
        (2, Gen.Constant((Act)new Restore())),
        (2, Gen.Constant((Act)new WriteSummary())));

    private static Gen<(string Name, MetricValue Value)[]> RandomValues() =>
        Gen.SubListOf(Names).SelectMany(names => RandomValue().ArrayOf(names.Count), (names, values) => names.Zip(values).ToArray());

    private static Gen<MetricValue> RandomValue() => Gen.Frequency(
        (6, Gen.Choose(-9, 9).Select(number => (MetricValue)number)),
        (4, Gen.Choose(-9, 9).Select(number => (MetricValue)(number / 4.0))),
        (1, Gen.Elements<MetricValue>(double.NaN, double.PositiveInfinity, "text", true, default, 12345678901234567890123m, ulong.MaxValue, Histogram.FromCounts([1], [0, 1]))));

    private static Gen<MetricRecord> RandomDefinition() =>
        from name in Gen.Elements(Defined)
        from kinds in Gen.Choose(0, 255)
        from hasSummary in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from goal in Gen.Choose(0, 2)
        from overwrite in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new MetricRecord
        {
            Name = name.EndsWith('*') ? "" : name,
            GlobName = name.EndsWith('*') ? name : "",
            Summary = hasSummary ? PlainSummary.KindsOf(kinds) : null,
            Goal = (MetricRecord.Types.MetricGoal)goal,
            Control = overwrite ? new MetricControl { Overwrite = true } : null,
        };

    private static Gen<Act> RandomSet() =>
        from name in Gen.Elements("a", "a.min", "val/a", "x.y", "x", "new")
        from json in Gen.Elements("7", "\"set\"", "{\"deep\":[1]}", null)
        select (Act)new SetValue(name.Split('.'), json);

    private abstract record Act;

    private sealed record Row((string Name, MetricValue Value)[] Values) : Act
    {
        public override string ToString() => $"row {string.Join(' ', Values.Select(value => $"{value.Name}={value.Value}"))}";
    }

    private sealed record LateRow((string Name, MetricValue Value)[] Values) : Act
    {
        public override string ToString() => $"late row {string.Join(' ', Values.Select(value => $"{value.Name}={value.Value}"))}";
    }

    private sealed record Define(MetricRecord Record) : Act;

    private sealed record Restore : Act;

    private sealed record WriteSummary : Act;

    private sealed record SetValue(string[] Path, string? Json) : Act
    {
        private SummaryItem Item => Path is [var name] ? new SummaryItem { Key = name, ValueJson = Json ?? "" } : new SummaryItem { NestedKey = { Path }, ValueJson = Json ?? "" };

        public override string ToString() => $"set {string.Join('.', Path)}={Json ?? "nothing"}";

        public SummaryRecord Record => Json is null ? new SummaryRecord { Remove = { Item } } : new SummaryRecord { Update = { Item } };
    }
}
