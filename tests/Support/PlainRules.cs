using System.Text.Json;
using System.Text.RegularExpressions;

namespace WandbActors.Testing;

/// <summary>What W&amp;B's own readers need of a log beyond its framing: the order of the records, and what a row must hold.</summary>
internal sealed partial class PlainRules
{
    private readonly List<string> _complaints = [];
    private long _count;
    private bool _hasRun;
    private bool _hasExit;

    public IReadOnlyList<string> Complaints => _complaints;

    public void Complain(string complaint) => _complaints.Add(complaint);

    /// <summary>Looks at the next record.</summary>
    public void Look(PlainRecord record)
    {
        _count++;
        if (record.Num != _count)
            Complain($"record {_count} has num {record.Num}");

        LookAtOrder(record);
        if (record.Kind is PlainRecord.History or PlainRecord.Summary or PlainRecord.Config)
            LookAtItems(record);
        if (record.Kind == PlainRecord.History)
            LookAtRow(record);
    }

    private static bool IsJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(BareTokens().Replace(json, token => token.Value[0] == '"' ? token.Value : "0"));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Strings are matched first, so that a token within a string is left alone.
    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|NaN|-?Infinity
        """)]
    private static partial Regex BareTokens();

    [GeneratedRegex("^-?[0-9]+$")]
    private static partial Regex Integer();

    [GeneratedRegex("^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();

    private void LookAtOrder(PlainRecord record)
    {
        if ((record.Kind == PlainRecord.Header) != (_count == 1))
            Complain($"record {_count}: the header must be the first record and only that");
        if (!_hasRun && record.Kind is not (PlainRecord.Header or PlainRecord.Run))
            Complain($"record {_count}: kind {record.Kind} comes before the run");
        if (_hasExit && record.Kind is not (PlainRecord.Final or PlainRecord.Footer))
            Complain($"record {_count}: kind {record.Kind} comes after the exit");
        if (!_hasExit && record.Kind is PlainRecord.Final or PlainRecord.Footer)
            Complain($"record {_count}: kind {record.Kind} comes before the exit");

        _hasRun |= record.Kind == PlainRecord.Run;
        _hasExit |= record.Kind == PlainRecord.Exit;
    }

    private void LookAtItems(PlainRecord record)
    {
        var keys = new HashSet<string>();
        foreach (var (key, json) in record.Items)
        {
            if (key.Length == 0)
                Complain($"record {_count}: an item has no key");
            if (!keys.Add(key))
                Complain($"record {_count}: '{key}' comes twice");
            if (!IsJson(json))
                Complain($"record {_count}: the value of '{key}' is not JSON: {json}");
        }
    }

    private void LookAtRow(PlainRecord record)
    {
        var row = record.ItemsByKey;
        if (!Integer().IsMatch(row.GetValueOrDefault("_step", "")))
            Complain($"record {_count}: a row without an integer _step");
        else if (record.Step is { } step && step != long.Parse(row["_step"]))
            Complain($"record {_count}: step {step}, but _step is {row["_step"]}");
        foreach (var key in (string[])["_runtime", "_timestamp"])
        {
            if (!Number().IsMatch(row.GetValueOrDefault(key, "")))
                Complain($"record {_count}: a row without a number {key}");
        }
    }
}
