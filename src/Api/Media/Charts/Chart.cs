using System.Buffers;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// A chart that W&amp;B draws of a table by one of its presets or one of the team's own. Logged under a name, it puts the table under
/// <c>name_table</c> and the chart into the run's config, where the page looks for it. <see cref="Plot"/> makes the usual ones. Immutable.
/// </summary>
public sealed class Chart : Media
{
    private const string TableSuffix = "_table";
    private const string TableSection = "Custom Chart Tables/";

    private readonly LoggedTable _table;
    private readonly MediaJson _fields = new();
    private readonly MediaJson _texts = new();

    /// <param name="preset">The preset, such as <c>wandb/line/v0</c>, or <c>team/preset</c>.</param>
    /// <param name="table">What it draws: the table as it is now.</param>
    /// <param name="fields">Which column each of the preset's fields takes; <c>null</c> for a field without one.</param>
    /// <param name="texts">What the preset's texts say, such as <c>title</c>; none by default.</param>
    /// <exception cref="WandbException">A field takes a column that the table does not have.</exception>
    public Chart(string preset, Table table, IReadOnlyDictionary<string, string?> fields, IReadOnlyDictionary<string, string>? texts = null)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(fields);
        Preset = preset;
        _table = table.Logged();
        foreach (var (field, column) in fields)
        {
            if (column is not null && !table.Columns.Contains(column))
                throw new WandbException($"{nameof(Chart)} {preset}: the table has no column \"{column}\", only {string.Join(", ", table.Columns)}");

            _fields.Add(field, column);
        }

        foreach (var (name, text) in texts ?? new Dictionary<string, string>())
            _texts.Add(name, text);
    }

    /// <summary>The preset that draws it.</summary>
    public string Preset { get; }

    /// <summary>Whether the page shows the table in a section of its own, "Custom Chart Tables".</summary>
    /// <value>False by default.</value>
    public bool SplitTable { get; init; }

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place)
    {
        if (place is RowPlace row)
            row.AddBookKeeping(["visualize", ChartKeyOf(place.Key)], ValueJson.ToJsonText(Panel(place.Key)));
        _table.WriteJson(writer, place);
    }

    internal override string NameFor(string name) => $"{(SplitTable ? TableSection : "")}{name}{TableSuffix}";

    private string ChartKeyOf(string tableKey) => tableKey[(SplitTable ? TableSection.Length : 0)..^TableSuffix.Length];

    private MetricValue Panel(string tableKey) => new MediaJson()
        .Add("panel_type", "Vega2")
        .Add("panel_config", new MediaJson()
            .Add("panelDefId", Preset)
            .Add("fieldSettings", _fields.Value)
            .Add("stringSettings", _texts.Value)
            .Add("transform", new MediaJson().Add("name", "tableWithLeafColNames").Value)
            .Add("userQuery", Query(tableKey))
            .Value)
        .Value;

    // What the page asks the server for: the runs it shows, and of each the table under this name.
    private static MetricValue Query(string tableKey) => new MediaJson()
        .Add("queryFields", MediaJson.List(
        [
            new MediaJson()
                .Add("name", "runSets")
                .Add("args", MediaJson.List([Argument("runSets", "${runSets}")]))
                .Add("fields", MediaJson.List([Field("id"), Field("name"), Field("_defaultColorIndex"), Field("summaryTable", Argument("tableKey", tableKey))]))
                .Value,
        ]))
        .Value;

    private static MetricValue Argument(string name, string value) => new MediaJson().Add("name", name).Add("value", value).Value;

    private static MetricValue Field(string name, params MetricValue[] arguments)
    {
        var field = new MediaJson().Add("name", name);
        if (arguments.Length > 0)
            field.Add("args", MediaJson.List(arguments));
        return field.Add("fields", MediaJson.List([])).Value;
    }
}
