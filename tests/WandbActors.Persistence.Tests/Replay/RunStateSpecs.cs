using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

public sealed class RunStateSpecs
{
    private readonly RunState _run = new();
    private readonly RunRecord _first = new()
    {
        RunId = "r1",
        Entity = "e",
        Project = "p",
        DisplayName = "name",
        Notes = "notes",
        Tags = { "a" },
        StartTime = new Timestamp { Seconds = 1 },
        Git = new GitRepoRecord { Commit = "c" },
        Config = new ConfigRecord { Update = { new ConfigItem { Key = "a", ValueJson = "1" } } },
    };

    [Fact]
    public void Nothing_is_due_before_the_run_is_known()
    {
        _run.NoteConfigChange();
        var before = _run.TakeChanges();

        _run.Apply(_first);

        Assert.Equal(UpsertParts.None, before);
        Assert.Equal(UpsertParts.Run | UpsertParts.Config, _run.TakeChanges());
    }

    [Fact]
    public void What_was_taken_is_not_due_again()
    {
        _run.Apply(_first);
        _run.TakeChanges();
        var unchanged = _run.Changes;

        _run.NoteConfigChange();

        Assert.Equal((UpsertParts.None, UpsertParts.Config, UpsertParts.None), (unchanged, _run.TakeChanges(), _run.Changes));
    }

    [Fact]
    public void The_same_record_again_is_no_change()
    {
        _run.Apply(_first);
        _run.TakeChanges();
        var again = _first.Clone();
        again.Config.Update.Clear();

        _run.Apply(again);

        Assert.Equal(UpsertParts.None, _run.Changes);
    }

    [Fact]
    public void A_later_record_replaces_names_tags_and_notes()
    {
        _run.Apply(_first);
        _run.TakeChanges();

        _run.Apply(new RunRecord { RunId = "r1", DisplayName = "renamed", Tags = { "a", "b" } });

        Assert.Equal(UpsertParts.Run, _run.TakeChanges());
        Assert.Equal(("renamed", "", "a b"), (_run.Fields!.DisplayName, _run.Fields.Notes, string.Join(' ', _run.Fields.Tags)));
    }

    [Fact]
    public void A_later_record_never_makes_the_run_another_one()
    {
        _run.Apply(_first);

        _run.Apply(new RunRecord { RunId = "other", Entity = "x", Project = "y", StartTime = new Timestamp { Seconds = 9 } });

        var fields = _run.Fields!;
        Assert.Equal(("r1", "e", "p", 1, "c"), (fields.RunId, fields.Entity, fields.Project, fields.StartTime.Seconds, fields.Git.Commit));
    }

    [Fact]
    public void The_record_itself_stays_as_it_is()
    {
        _run.Apply(_first);

        Assert.NotNull(_first.Config);
        Assert.Null(_run.Fields!.Config);
    }
}
