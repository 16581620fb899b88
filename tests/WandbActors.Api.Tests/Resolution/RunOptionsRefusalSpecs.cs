namespace WandbActors.Api.Tests.Resolution;

public sealed class RunOptionsRefusalSpecs : IDisposable
{
    private readonly SettingsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void Online_without_a_key_says_what_to_do()
    {
        var refusal = _disk.Refusal(new RunOptions { Mode = RunMode.Online, BaseUrl = "http://localhost:8080" });

        Assert.Contains("localhost:8080", refusal);
        Assert.Contains("WANDB_API_KEY", refusal);
        Assert.Contains("set the mode (RunOptions.Mode, else WANDB_MODE) to offline", refusal);
    }

    [Fact]
    public void A_wrong_key_is_refused_without_repeating_it()
    {
        var refusal = _disk.With("WANDB_API_KEY", "s3cret").Refusal();

        Assert.Contains("WANDB_API_KEY", refusal);
        Assert.DoesNotContain("s3cret", refusal);
    }

    public static TheoryData<string, string, string> WrongVariables => new()
    {
        { "WANDB_MODE", "shared", "use online, offline or disabled" },
        { "WANDB_RUN_ID", "a/b", "must not contain" },
        { "WANDB_PROJECT", "a/b", "leave out" },
        { "WANDB_PROJECT", new string('p', 129), "at most 128" },
        { "WANDB_TAGS", "ok," + new string('t', 65), "1 to 64" },
        { "WANDB_BASE_URL", "localhost:8080", "https://" },
        { "WANDB_BASE_URL", "https://wandb.ai", "https://api.wandb.ai" },
        { "WANDB_BASE_URL", "http://api.wandb.ai", "https://api.wandb.ai" },
        { "WANDB_RESUME", "maybe", "allow, must, never or auto" },
        { "WANDB_RESUME", "must", "WANDB_RUN_ID" },
        { "WANDB_FORK_FROM", "abc", "use the form <run id>?_step=<number>" },
        { "WANDB_FORK_FROM", "abc?loss=3", "use the form <run id>?_step=<number>" },
        { "WANDB_RESUME_FROM", "abc?_step=-1", "use the form <run id>?_step=<number>" },
        { "WANDB_RESUME_FROM", "a/b?_step=1", "must not contain" },
        { "WANDB_FORK_FROM", "abc?_step=3", "is made by the server, and the run is offline" },
        { "WANDB_RESUME_FROM", "abc?_step=3", "is made by the server, and the run is offline" },
        { "WANDB_FINISH_TIMEOUT", "soon", "seconds" },
        { "WANDB_FINISH_TIMEOUT", "-1", "seconds" },
        { "WANDB_FINISH_TIMEOUT", "1e300", "seconds" },
        { "WANDB_SILENT", "perhaps", "true or false" },
    };

    [Theory]
    [MemberData(nameof(WrongVariables))]
    public void A_wrong_setting_is_named_with_its_cure(string variable, string value, string cure)
    {
        var refusal = _disk.With(variable, value).Refusal();

        Assert.Contains(variable, refusal);
        Assert.Contains(cure, refusal);
    }

    [Theory]
    [InlineData("abc?_step=1", "abc?_step=1", null)]
    [InlineData("abc?_step=1", null, ResumeMode.Allow)]
    [InlineData(null, "abc?_step=1", ResumeMode.Auto)]
    public void Of_the_ways_to_go_on_only_one_can_be_set(string? fork, string? rewind, ResumeMode? resume)
    {
        var refusal = _disk.With("WANDB_API_KEY", SettingsOnDisk.Key).Refusal(new RunOptions { ForkFrom = fork, ResumeFrom = rewind, Resume = resume });

        Assert.Contains("only one can be", refusal);
    }

    [Fact]
    public void A_fork_is_another_run_and_a_rewind_is_the_same()
    {
        _disk.With("WANDB_API_KEY", SettingsOnDisk.Key);

        Assert.Contains("a fork is another run", _disk.Refusal(new RunOptions { RunId = "abc", ForkFrom = "abc?_step=1" }));
        Assert.Contains("the run that is rewound is abc", _disk.Refusal(new RunOptions { RunId = "other", ResumeFrom = "abc?_step=1" }));
        Assert.Equal("abc", _disk.Resolve(new RunOptions { ResumeFrom = "abc?_step=1" }).RunId.Value);
        Assert.NotEqual("abc", _disk.Resolve(new RunOptions { ForkFrom = "abc?_step=1" }).RunId.Value);
    }

    [Fact]
    public void A_password_in_an_address_is_not_repeated()
    {
        var refusal = _disk.With("WANDB_BASE_URL", "https://me:s3cret@server.test").Refusal();

        Assert.DoesNotContain("s3cret", refusal);
    }

    [Fact]
    public void A_directory_that_no_system_can_name_is_refused()
    {
        Assert.Contains("RunOptions.Directory", _disk.Refusal(new RunOptions { Directory = "a\0b" }));
    }

    [Fact]
    public void All_problems_are_told_at_once_and_where_they_were_set()
    {
        var path = _disk.Write("work/wandb/settings", "[default]\nmode = sideways\n");

        var refusal = _disk.With("WANDB_QUIET", "so so").Refusal(new RunOptions { Project = "", RunId = " x", Tags = ["", "fine"], FinishTimeout = TimeSpan.FromSeconds(-5) });

        Assert.Contains("6 reasons", refusal);
        foreach (var source in (string[])[$"mode in {path}", "WANDB_QUIET", "RunOptions.Project", "RunOptions.RunId", "RunOptions.Tags", "RunOptions.FinishTimeout"])
            Assert.Contains(source, refusal);
    }
}
