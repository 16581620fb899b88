using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WandbActors.Testing;

namespace WandbActors.Persistence.Replay;

/// <summary>Every recorded run, replayed, gives what the official client made of it on the server.</summary>
public sealed partial class GoldenReplaySpecs
{
    public static IEnumerable<object[]> Cases => Golden.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void History_lines_are_those_of_the_server(string name)
    {
        var run = new GoldenRun(name);
        var lines = new List<string>();

        var replay = run.Replay(effect =>
        {
            if (effect is ReplayEffect.HistoryLine line)
                lines.Add(JsonMeaning.Of(line.ToUtf8()));
        });

        Assert.Equal(run.Lines("wandb-history.jsonl").Select(JsonMeaning.Of), lines);
        Assert.Equal(lines.Count, replay.HistoryLineCount);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_summary_is_that_of_the_server(string name)
    {
        var run = new GoldenRun(name);

        var replay = run.Replay(_ => { });

        Assert.Equal(JsonMeaning.Of(run.Text("wandb-summary.json")!), JsonMeaning.Of(replay.Summary.ToUtf8()));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_config_is_that_of_the_last_upsert(string name)
    {
        var run = new GoldenRun(name);

        var replay = run.Replay(_ => { });

        Assert.Equal(Normalised(run.LastConfig), Normalised(replay.Config.ToJson()));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_config_file_is_the_uploaded_one(string name)
    {
        var run = new GoldenRun(name);

        var replay = run.Replay(_ => { });

        Assert.Equal(SortedLines(run.Text("upload/config.yaml")!), SortedLines(replay.Config.ToYaml()));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_metadata_file_is_the_uploaded_one(string name)
    {
        var run = new GoldenRun(name);

        var environment = run.Replay(_ => { }).Environment;

        Assert.Equal(run.Text("upload/wandb-metadata.json"), environment.IsKnown ? environment.ToMetadata() : null);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_run_is_registered_as_the_official_client_does(string name)
    {
        var run = new GoldenRun(name);

        var fields = run.Replay(_ => { }).Run.Fields!;

        Assert.Equal(run.LastSent("name"), fields.RunId);
        Assert.Equal(run.LastSent("project"), fields.Project);
        Assert.Equal(run.LastSent("entity"), fields.Entity);
        Assert.Equal(run.LastSent("groupName"), fields.RunGroup);
        Assert.Equal(run.LastSent("jobType"), fields.JobType);
        Assert.Equal(run.LastSent("displayName"), fields.DisplayName);
        Assert.Equal(run.LastSent("notes"), fields.Notes);
        Assert.Equal(run.LastSent("host"), fields.Host);
        Assert.Equal(Regex.Matches(run.LastSent("tags"), "[a-z-]+").Select(match => match.Value), fields.Tags);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Console_lines_are_those_of_the_server(string name)
    {
        var run = new GoldenRun(name);

        var lines = run.Replay(_ => { }).Console.Lines.TakeChanges();

        Assert.Equal(Enumerable.Range(0, lines.Count), lines.Select(line => line.Number));
        Assert.Equal(run.Lines("output.log").Select(WithoutTime), lines.Select(line => WithoutTime(line.ToPlain())));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_console_file_is_the_uploaded_one(string name)
    {
        var run = new GoldenRun(name);
        var text = new ArrayBufferWriter<byte>();

        run.Replay(_ => { }).Console.Lines.TakeText(text, isLast: true);

        Assert.Equal(run.Text("upload/output.log") ?? "", Encoding.UTF8.GetString(text.WrittenSpan));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_named_files_are_the_uploaded_ones(string name)
    {
        string[] made = ["wandb-metadata.json", "config.yaml", "wandb-summary.json", "output.log"];
        var run = new GoldenRun(name);
        var named = new List<string>();

        run.Replay(effect =>
        {
            if (effect is ReplayEffect.FilesNamed files)
                named.AddRange(files.Files.Select(file => file.Path));
        });

        var uploaded = JsonNode.Parse(run.Text("final.json")!)!["uploaded"]!.AsArray().Select(path => (string)path!);
        Assert.Equal(uploaded.Except(made).Order(), named.Distinct().Order());
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_exit_code_is_that_of_the_server(string name)
    {
        var run = new GoldenRun(name);
        ReplayEffect? last = null;

        run.Replay(effect => last = effect);

        Assert.Equal(new ReplayEffect.Exited((int)JsonNode.Parse(run.Text("final.json")!)!["exitcode"]!, IsComplete: true), last);
    }

    private static string Normalised(string config)
    {
        var root = JsonMeaning.Node(config).AsObject();
        var book = root["_wandb"]!["value"]!.AsObject();

        // The corpus was made anonymous after it was recorded: writer ids were replaced in keys and in values apart.
        if (book["e"] is JsonObject environments)
            book["e"] = new JsonArray([.. environments.Select(environment => environment.Value!.DeepClone())]);

        // The official client lists flags in no fixed order.
        foreach (var (_, flags) in book["t"]!.AsObject())
            if (flags is JsonArray numbers)
                numbers.ReplaceWith(new JsonArray([.. numbers.Select(number => (int)number!).Order().Select(number => (JsonNode)number)]));

        // Nor metrics, so that only what an index stands for can be compared.
        var metrics = book["m"]!.AsArray().Select(metric => metric!.AsObject()).ToList();
        foreach (var metric in metrics.Where(metric => metric.ContainsKey("5")))
            metric["5"] = (string)metrics[(int)metric["5"]! - 1]["1"]!;
        book["m"] = new JsonArray([.. metrics.OrderBy(metric => (string)metric["1"]!).Select(metric => metric.DeepClone())]);

        return JsonMeaning.Of(root.ToJsonString());
    }

    // Lists in no fixed order and anonymous writer ids, as above; the exact form of a whole file is in ConfigYamlSpecs.
    private static IEnumerable<string> SortedLines(string yaml) =>
        WriterId().Replace(MetricIndex().Replace(yaml, "\"5\":"), "writer:").Split('\n').Select(line => line.Replace("- \"1\"", "  \"1\"")).Order();

    // The official client stamps lines with the time of the sync.
    private static string WithoutTime(string line) => TimeStamp().Replace(line, "", 1);

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6} ")]
    private static partial Regex TimeStamp();

    [GeneratedRegex(@"""5"": \d+$", RegexOptions.Multiline)]
    private static partial Regex MetricIndex();

    [GeneratedRegex(@"(?<=^ {12})\w{32}:$", RegexOptions.Multiline)]
    private static partial Regex WriterId();
}
