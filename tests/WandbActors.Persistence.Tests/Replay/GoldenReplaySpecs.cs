using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using WandbActors.Testing;

namespace WandbActors.Persistence.Replay;

/// <summary>Every recorded run, replayed, gives what the official client made of it on the server.</summary>
public sealed class GoldenReplaySpecs
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

        Assert.Equal(run.Server.Lines("wandb-history.jsonl").Select(JsonMeaning.Of), lines);
        Assert.Equal(lines.Count, replay.HistoryLineCount);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_summary_is_that_of_the_server(string name)
    {
        var run = new GoldenRun(name);

        var replay = run.Replay(_ => { });

        Assert.Equal(JsonMeaning.Of(run.Server.Text("wandb-summary.json")!), JsonMeaning.Of(replay.Summary.ToUtf8()));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_config_is_that_of_the_last_upsert(string name)
    {
        var run = new GoldenRun(name);

        var replay = run.Replay(_ => { });

        Assert.Equal(GoldenServer.MeaningOfConfig(run.Server.LastConfig), GoldenServer.MeaningOfConfig(replay.Config.ToJson()));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_config_file_is_the_uploaded_one(string name)
    {
        var run = new GoldenRun(name);

        var replay = run.Replay(_ => { });

        Assert.Equal(GoldenServer.MeaningOfYaml(run.Server.Text("upload/config.yaml")!), GoldenServer.MeaningOfYaml(replay.Config.ToYaml()));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_metadata_file_is_the_uploaded_one(string name)
    {
        var run = new GoldenRun(name);

        var environment = run.Replay(_ => { }).Environment;

        Assert.Equal(run.Server.Text("upload/wandb-metadata.json"), environment.IsKnown ? environment.ToMetadata() : null);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_run_is_registered_as_the_official_client_does(string name)
    {
        var run = new GoldenRun(name);

        var fields = run.Replay(_ => { }).Run.Fields!;

        Assert.Equal(run.Server.LastSent("name"), fields.RunId);
        Assert.Equal(run.Server.LastSent("project"), fields.Project);
        Assert.Equal(run.Server.LastSent("entity"), fields.Entity);
        Assert.Equal(run.Server.LastSent("groupName"), fields.RunGroup);
        Assert.Equal(run.Server.LastSent("jobType"), fields.JobType);
        Assert.Equal(run.Server.LastSent("displayName"), fields.DisplayName);
        Assert.Equal(run.Server.LastSent("notes"), fields.Notes);
        Assert.Equal(run.Server.LastSent("host"), fields.Host);
        Assert.Equal(Regex.Matches(run.Server.LastSent("tags"), "[a-z-]+").Select(match => match.Value), fields.Tags);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Console_lines_are_those_of_the_server(string name)
    {
        var run = new GoldenRun(name);

        var lines = run.Replay(_ => { }).Console.Lines.TakeChanges();

        Assert.Equal(Enumerable.Range(0, lines.Count), lines.Select(line => line.Number));
        Assert.Equal(run.Server.Lines("output.log").Select(GoldenServer.WithoutTime), lines.Select(line => GoldenServer.WithoutTime(line.ToPlain())));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_console_file_is_the_uploaded_one(string name)
    {
        var run = new GoldenRun(name);
        var text = new ArrayBufferWriter<byte>();

        run.Replay(_ => { }).Console.Lines.TakeText(text, isLast: true);

        Assert.Equal(run.Server.Text("upload/output.log") ?? "", Encoding.UTF8.GetString(text.WrittenSpan));
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

        Assert.Equal(run.Server.Uploaded.Except(made).Order(), named.Distinct().Order());
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_exit_code_is_that_of_the_server(string name)
    {
        var run = new GoldenRun(name);
        ReplayEffect? last = null;

        run.Replay(effect => last = effect);

        Assert.Equal(new ReplayEffect.Exited(run.Server.ExitCode, IsComplete: true), last);
    }
}
