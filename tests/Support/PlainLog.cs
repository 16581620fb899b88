namespace WandbActors.Testing;

/// <summary>
/// A second reader of <c>.wandb</c> files, written from the format's description and sharing no code with the product, so that a mistake
/// in the product's writer cannot be hidden by the same mistake in its reader. What is wrong is listed, never thrown.
/// </summary>
public sealed class PlainLog
{
    private const int Num = 1;
    private const int Request = 100;
    private const int LinkPlaceholder = 24;
    private static readonly int[] Companions = [Num, 16, 19, 200]; // num, control, uuid, _info
    private static readonly int[] Kinds = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 18, 20, 21, 22, 23, 25, 26, 27];

    private readonly List<PlainRecord> _records = [];
    private readonly PlainRules _rules = new();

    private PlainLog()
    {
    }

    public IReadOnlyList<PlainRecord> Records => _records;

    /// <summary>What is wrong with the log; empty when nothing is.</summary>
    public IReadOnlyList<string> Complaints => _rules.Complaints;

    /// <summary>The rows, in order: key (a nested one with dots) and <c>value_json</c>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> History =>
        [.. _records.Where(record => record.Kind == PlainRecord.History).Select(record => record.ItemsByKey)];

    /// <summary>Reads a file, also one that is still being written.</summary>
    public static PlainLog Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return Parse(bytes.ToArray());
    }

    public static PlainLog Parse(byte[] file)
    {
        var log = new PlainLog();
        var chunks = PlainChunks.Parse(file);
        foreach (var record in chunks.Records)
            log.Add(record);
        if (chunks.Complaint is { } complaint)
            log._rules.Complain(complaint);
        return log;
    }

    private static string? ProblemOf(IReadOnlyList<PlainField> kinds) => kinds switch
    {
        [] => "it is of no kind",
        [{ Number: Request }] => "a request must never be in a file",
        [{ Number: LinkPlaceholder }] => "noop_link_artifact must not be written",
        [var kind] when !Kinds.Contains(kind.Number) => $"kind {kind.Number} is unknown",
        [_] => null,
        _ => $"it is of several kinds: {string.Join(", ", kinds.Select(kind => kind.Number))}",
    };

    private void Add(byte[] payload)
    {
        try
        {
            var fields = PlainField.Parse(payload);
            var kinds = fields.Where(field => !Companions.Contains(field.Number)).ToList();
            var problem = ProblemOf(kinds);
            if (problem is not null)
                _rules.Complain($"record {_records.Count + 1}: {problem}");

            var num = (long)(fields.FirstOrDefault(field => field.Number == Num)?.Value ?? 0);
            var record = new PlainRecord(num, kinds.FirstOrDefault()?.Number ?? 0, kinds.FirstOrDefault()?.Fields ?? []);
            _records.Add(record);
            _rules.Look(record);
        }
        catch (InvalidDataException exception)
        {
            _rules.Complain($"record {_records.Count + 1} is no protobuf message: {exception.Message}");
        }
    }
}
