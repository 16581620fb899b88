using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// What the log is to say of a row's values beside the row: files, artifacts, labels, features. Labels and features are the same from row to row,
/// so they are written when they change. Owned by the assembler; one that begins anew says again what an earlier one has said, to no harm.
/// </summary>
internal sealed class BesideRecords
{
    // Subjects that are remembered; those beyond are said each time.
    private const int MaxSubjects = 1000;

    private readonly List<Record> _records = [];
    private readonly Dictionary<string, Record> _said = [];

    public void Clear() => _records.Clear();

    public void Add(IEnumerable<Record> records) => _records.AddRange(records);

    /// <summary>Writes them, behind the row.</summary>
    public void Write(EncodedBatch batch, ref long nextRecord)
    {
        foreach (var record in _records)
        {
            if (IsNews(record))
                batch.Add(nextRecord++, record);
        }

        _records.Clear();
    }

    private bool IsNews(Record record)
    {
        if (SubjectOf(record) is not { } subject)
            return true;
        if (_said.TryGetValue(subject, out var said) && said.Equals(record))
            return false;

        if (_said.Count < MaxSubjects || _said.ContainsKey(subject))
            _said[subject] = record.Clone(); // the record itself is given its number
        return true;
    }

    private static string? SubjectOf(Record record) => record.RecordTypeCase switch
    {
        Record.RecordTypeOneofCase.Config => string.Join('\0', record.Config.Update.SelectMany(item => item.NestedKey)),
        Record.RecordTypeOneofCase.Telemetry => record.Telemetry.ToString(),
        _ => null,
    };
}
