using System.Globalization;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>
/// What a log must hold after calls that were accepted: W&amp;B's rules of steps once more, in a few lines that know of no batch, mark or
/// kill. An entry is a row's values by name, or a console line.
/// </summary>
internal sealed class ExpectedLog
{
    private readonly List<string> _entries = [];
    private SortedDictionary<string, string>? _open;
    private long _nextStep;

    /// <summary>All entries, if the run ended now.</summary>
    public IReadOnlyList<string> Entries
    {
        get
        {
            CloseRow();
            return _entries;
        }
    }

    public static string RowOf(IEnumerable<KeyValuePair<string, string>> values) =>
        string.Join(' ', values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"));

    public void TakeConsoleLine(string line) => _entries.Add(line);

    public void TakeRow(IReadOnlyDictionary<string, string> values, long? step, bool commit)
    {
        if (step > _nextStep)
        {
            CloseRow();
            _nextStep = step.Value;
        }
        else if (step < _nextStep)
        {
            Write(values, step.Value);
            return;
        }

        _open ??= new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, json) in values)
            _open[name] = json;
        if (commit)
            CloseRow();
    }

    private void CloseRow()
    {
        if (_open is not null)
            Write(_open, _nextStep++);
        _open = null;
    }

    private void Write(IEnumerable<KeyValuePair<string, string>> values, long step) =>
        _entries.Add(RowOf([.. values, KeyValuePair.Create("_step", step.ToString(CultureInfo.InvariantCulture))]));
}
