namespace WandbActors.Testing;

/// <summary>One record of a log: its number, its kind as the field number in <c>Record</c>, and that message's fields.</summary>
public sealed record PlainRecord(long Num, int Kind, IReadOnlyList<PlainField> Fields)
{
    public const int History = 2;
    public const int Summary = 3;
    public const int Config = 5;
    public const int Metric = 12;
    public const int Run = 17;
    public const int Exit = 18;
    public const int Final = 20;
    public const int Header = 21;
    public const int Footer = 22;

    /// <summary>The step of a history record; null where the record names none.</summary>
    public long? Step => Fields.FirstOrDefault(item => item.Number == 2) is { } step
        ? (long)(step.Fields.FirstOrDefault(item => item.Number == 1)?.Value ?? 0)
        : null;

    /// <summary>
    /// The items of a history record, or the updates of a summary or config record: key (a nested one with dots) and <c>value_json</c>.
    /// </summary>
    public IEnumerable<(string Key, string Json)> Items => Fields.Where(item => item.Number == 1).Select(ItemOf);

    /// <summary><see cref="Items"/> by key; of a key that comes twice, the last.</summary>
    public IReadOnlyDictionary<string, string> ItemsByKey
    {
        get
        {
            var items = new Dictionary<string, string>();
            foreach (var (key, json) in Items)
                items[key] = json;
            return items;
        }
    }

    private static (string Key, string Json) ItemOf(PlainField item)
    {
        var fields = item.Fields;
        var path = fields.Where(field => field.Number == 2).Select(field => field.Text).ToList();
        var key = path.Count > 0 ? string.Join('.', path) : TextOf(fields, 1);
        return (key, TextOf(fields, 16));
    }

    private static string TextOf(IReadOnlyList<PlainField> fields, int number) =>
        fields.LastOrDefault(field => field.Number == number)?.Text ?? "";
}
