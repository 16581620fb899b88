using System.Globalization;
using WandbActors.Testing;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>What a log's summary must say of the calls' metrics, from all of their rows, in a few lines that carry nothing from batch to batch.</summary>
internal static class PlainStatistics
{
    private const int LateMark = 200;
    private const int GlobName = 2;

    /// <summary>By metric: its last value, or the statistics of all of them if one came after the definition.</summary>
    public static SortedDictionary<string, string> Of(PlainLog log)
    {
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var values = new Dictionary<string, List<long>>();
        var isDefined = false;
        foreach (var record in log.Records)
        {
            isDefined |= record.Kind == PlainRecord.Metric && record.Fields.Any(field => field.Number == GlobName);
            if (record.Kind != PlainRecord.History || record.Fields.Any(field => field.Number == LateMark))
                continue;

            foreach (var (key, json) in CallsIn(record))
            {
                var all = values.TryGetValue(key, out var known) ? known : values[key] = [];
                all.Add(long.Parse(json, CultureInfo.InvariantCulture));
                said[key] = isDefined ? Describe(all) : json;
            }
        }

        return said;
    }

    /// <summary>By metric: what the summary records say at last.</summary>
    public static SortedDictionary<string, string> SummaryOf(PlainLog log)
    {
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, json) in log.Records.Where(record => record.Kind == PlainRecord.Summary).SelectMany(CallsIn))
            said[key] = json;
        return said;
    }

    private static IEnumerable<(string Key, string Json)> CallsIn(PlainRecord record) =>
        record.Items.Where(item => item.Key.StartsWith("call", StringComparison.Ordinal));

    private static string Describe(List<long> values) => string.Create(
        CultureInfo.InvariantCulture, $"{{\"min\":{values.Min()},\"max\":{values.Max()},\"mean\":{values.Average():R},\"first\":{values[0]}}}");
}
