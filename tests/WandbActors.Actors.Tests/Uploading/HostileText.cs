using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Uploading;

/// <summary>Records such as only another program would write: names and values of every kind that is no good.</summary>
internal static class HostileText
{
    private static readonly string[] Jsons =
    [
        "", "nul", "NaN", "-Infinity", "1e999999", "{", "}", "[1,", "\"", "\"\\ud800\"", "\"\\u00\"", "{\"a\":{\"b\":1},\"a\":2}", "{\"\\ud83d\":1}", " 1 ", "1 2",
        "{\n\"a\"\r\n:1}", new string('[', 10_000), new string('[', 499) + new string(']', 499), string.Concat(Enumerable.Repeat("{\"a\":", 600)), "\u0000", "\"\uFFFD\"",
    ];

    private static readonly string[] Names = ["", "a", "a.b", "\u0000", "\n", "\"", "_step", "_timestamp", "_wandb", "\uFFFD", new string('k', 5000)];

    /// <summary>Some items of a row, some of them nested, some far too deep.</summary>
    public static IEnumerable<HistoryItem> Items(Random chance)
    {
        for (var item = chance.Next(6); item >= 0; item--)
        {
            var depth = chance.Next(4) switch { 0 => 0, 1 => 1, 2 => chance.Next(5), _ => chance.Next(300) };
            yield return new HistoryItem
            {
                Key = Pick(Names, chance),
                NestedKey = { Enumerable.Range(0, depth).Select(_ => Pick(Names, chance)) },
                ValueJson = Pick(Jsons, chance),
            };
        }
    }

    /// <summary>Any record that is no row.</summary>
    public static Record Record(Random chance) => chance.Next(6) switch
    {
        0 => new() { Summary = new SummaryRecord { Update = { new SummaryItem { Key = Pick(Names, chance), NestedKey = { Pick(Names, chance), Pick(Names, chance) }, ValueJson = Pick(Jsons, chance) } } } },
        1 => new() { Config = new ConfigRecord { Update = { new ConfigItem { Key = Pick(Names, chance), NestedKey = { Pick(Names, chance) }, ValueJson = Pick(Jsons, chance) } } } },
        2 => new() { Config = new ConfigRecord { Remove = { new ConfigItem { Key = Pick(Names, chance) } } } },
        3 => new() { Alert = new AlertRecord { Title = Pick(Jsons, chance), WaitDuration = chance.NextInt64(long.MinValue, long.MaxValue) } },
        4 => new() { Stats = new StatsRecord { Item = { new StatsItem { Key = Pick(Names, chance), ValueJson = Pick(Jsons, chance) } } } },
        _ => new() { Metric = new MetricRecord { Name = Pick(Names, chance), StepMetric = Pick(Names, chance) } },
    };

    private static string Pick(string[] texts, Random chance) => texts[chance.Next(texts.Length)];
}
