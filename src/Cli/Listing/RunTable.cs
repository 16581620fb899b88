using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using WandbActors.Cli.Syncing;

namespace WandbActors.Cli.Listing;

/// <summary>Runs as a table for people: a line each. Where that would not fit, columns are left out, those first that say least of a run.</summary>
internal static class RunTable
{
    private static readonly string[] Titles = ["id", "name", "project", "state", "started (UTC)", "duration", "rows", "step", "synced", "size"];
    private static readonly string[] Numbers = ["duration", "rows", "step", "size"];
    private static readonly string[] Droppable = ["size", "duration", "started (UTC)", "step", "project", "name", "rows", "synced", "state"];

    /// <summary>The table, no wider than the screen.</summary>
    public static IRenderable Of(IReadOnlyList<RunSurvey> runs, IAnsiConsole screen)
    {
        var cells = runs.Select(CellsOf).ToList();
        var options = RenderOptions.Create(screen, screen.Profile.Capabilities);
        IRenderable Without(int dropped) => Of(cells, [.. Titles.Index().Where(title => !Droppable[..dropped].Contains(title.Item)).Select(title => title.Index)]);
        return Enumerable.Range(0, Droppable.Length).Select(Without).FirstOrDefault(table => table.Measure(options, int.MaxValue).Max <= screen.Profile.Width)
            ?? Without(Droppable.Length);
    }

    /// <summary>A running time as people say it: <c>1:02:03</c>, with days in front.</summary>
    public static string Say(TimeSpan time) => time.ToString(time.TotalDays >= 1 ? "d'd 'hh':'mm':'ss" : "h':'mm':'ss", CultureInfo.InvariantCulture);

    private static Spectre.Console.Table Of(IEnumerable<string[]> cells, int[] columns)
    {
        var table = new Spectre.Console.Table().NoBorder();
        foreach (var title in columns.Select(column => Titles[column]))
            table.AddColumn(new TableColumn(title) { NoWrap = true, Alignment = Numbers.Contains(title) ? Justify.Right : Justify.Left });
        foreach (var row in cells)
            table.AddRow(columns.Select(column => new Text(row[column])));
        return table;
    }

    private static string[] CellsOf(RunSurvey run) =>
    [
        run.Place.RunId,
        run.Run?.DisplayName ?? "",
        run.Run?.Project ?? "",
        StateOf(run),
        run.StartedAt?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
        Say(run.Duration),
        run.Rows.ToString(CultureInfo.InvariantCulture),
        run.LastStep?.ToString(CultureInfo.InvariantCulture) ?? "",
        SyncedOf(run),
        Sizes.Of(run.Bytes),
    ];

    /// <summary>What the server has, for people: <c>all</c>, <c>none</c>, the rows, or <c>unknown</c>.</summary>
    public static string SyncedOf(RunSurvey run) => run.Synced.IsWhole ? "all" : run.SyncedRows switch
    {
        null => "unknown",
        0 => "none",
        { } rows => Sizes.OfRows(rows),
    };

    private static string StateOf(RunSurvey run) => ListCommand.NameOf(run.Condition) + (run.Problems.Count > 0 ? ", damaged" : "");
}
