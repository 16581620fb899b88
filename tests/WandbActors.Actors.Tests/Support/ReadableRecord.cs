using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Support;

/// <summary>Records as texts that can be compared: <c>row 5: a = 4, b.c = "x"</c>. What a row says of itself is left out but for the step.</summary>
internal static class ReadableRecord
{
    private static readonly string[] OfTheRow = ["_step", "_timestamp", "_runtime", "_wandb.runtime"];

    public static string Of(Record record) => record.RecordTypeCase switch
    {
        Record.RecordTypeOneofCase.History => $"row {record.History.Step.Num}: {Items(record.History.Item.Select(Pair))}",
        Record.RecordTypeOneofCase.Summary => $"summary: {Items(record.Summary.Update.Select(Pair))}",
        Record.RecordTypeOneofCase.Exit => $"exit {record.Exit.ExitCode}",
        var kind => kind.ToString(),
    };

    public static (string Key, string Json) Pair(HistoryItem item) => (KeyOf(item.Key, item.NestedKey), item.ValueJson);

    public static (string Key, string Json) Pair(SummaryItem item) => (KeyOf(item.Key, item.NestedKey), item.ValueJson);

    public static string ValueOf(this Record record, string key) =>
        record.History?.Item.Select(Pair).Single(pair => pair.Key == key).Json
        ?? record.Summary.Update.Select(Pair).Single(pair => pair.Key == key).Json;

    private static string KeyOf(string key, IReadOnlyCollection<string> nested) => nested.Count > 0 ? string.Join('.', nested) : key;

    private static string Items(IEnumerable<(string Key, string Json)> items) =>
        string.Join(", ", items.Where(item => !OfTheRow.Contains(item.Key)).Select(item => $"{item.Key} = {item.Json}"));
}
