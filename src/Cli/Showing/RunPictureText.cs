using System.Globalization;
using WandbActors.Cli.Listing;
using WandbActors.Cli.Reading;
using WandbActors.Cli.Syncing;
using WandbActors.Persistence.Replay;
using WandbActors.Reporting;

namespace WandbActors.Cli.Showing;

/// <summary>A run as lines for people.</summary>
internal static class RunPictureText
{
    private const int MaxValueLength = 80;

    // What of wandb-metadata.json says where the run came from; the rest is in --json.
    private static readonly string[] Shown = ["host", "os", "program", "args", "executable", "git", "gpu", "cpu_count", "startedAt"];

    public static IEnumerable<string> Of(RunPicture run, bool hasUnicode) =>
    [
        .. Section("", Head(run.Survey)),
        .. Section("Config", run.Config.Select(setting => (setting.Name, Say(setting.Json)))),
        .. Section("Summary", run.Summary.Where(value => !value.Name.StartsWith('_')).Select(value => (value.Name, Say(value.Json)))),
        .. Section("Metadata", Surroundings(run.Metadata)),
        .. Section("Metrics", run.Courses.Select(course => (course.Name, $"{Sparkline.Draw(course.Points, hasUnicode)}  {Number(course.Points[^1])}"))),
    ];

    /// <summary>A number as short as it can be told from others beside it.</summary>
    public static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A text without what would move a terminal's cursor.</summary>
    public static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static IEnumerable<string> Section(string title, IEnumerable<(string Name, string Text)> entries)
    {
        var lines = entries.ToList();
        if (lines.Count == 0)
            return [];

        var width = lines.Max(line => line.Name.Length);
        string[] head = title.Length > 0 ? ["", $"{title}:"] : [];
        return head.Concat(lines.Select(line => $"  {Plain(line.Name).PadRight(width)}  {Plain(line.Text)}".TrimEnd()));
    }

    private static IEnumerable<(string Name, string Text)> Head(RunSurvey run) => new (string Name, string? Text)[]
    {
        ("run", run.Place.RunId),
        ("name", run.Run?.DisplayName),
        ("project", run.Run is { Entity.Length: > 0 } named ? $"{named.Entity}/{named.Project}" : run.Run?.Project),
        ("group", run.Run?.RunGroup),
        ("job type", run.Run?.JobType),
        ("tags", run.Run is { } tagged ? string.Join(", ", tagged.Tags) : null),
        ("notes", run.Run?.Notes),
        ("state", ListCommand.NameOf(run.Condition) + (run.ExitCode is { } code and not 0 ? $", exit code {code}" : "")),
        ("started", run.StartedAt?.ToString("yyyy-MM-dd HH:mm:ss' UTC'", CultureInfo.InvariantCulture)),
        ("duration", RunTable.Say(run.Duration)),
        ("rows", run.LastStep is { } last ? $"{run.Rows}, last step {last}" : $"{run.Rows}"),
        ("synced", RunTable.SyncedOf(run)),
        ("size", Sizes.Of(run.Bytes)),
        ("damage", run.Problems is [var first, ..] ? $"{first}{(run.Problems.Count > 1 ? ", and more" : "")}: see `wandb-actors verify`" : null),
        ("directory", run.Place.Directory),
    }.Where(line => line.Text is { Length: > 0 }).Select(line => (line.Name, line.Text!));

    private static IEnumerable<(string Name, string Text)> Surroundings(string? metadata) => metadata is null ? [] :
        JsonText.Members(metadata).Where(member => Shown.Contains(member.Name)).Select(member => (member.Name, Say(member.Json)));

    private static string Say(string json)
    {
        var text = JsonText.IsText(json) ? JsonText.Unquote(json)
            : new Cell(0, System.Text.Encoding.UTF8.GetBytes(json)) is { Kind: CellKind.Number } cell && cell.TryGetNumber(out var number) ? Number(number)
            : StrictJson.Of(writer => StrictJson.Write(writer, json));
        return text.Length <= MaxValueLength ? text : text[..(MaxValueLength - 3)] + "...";
    }
}
