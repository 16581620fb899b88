using WandbActors.Persistence.Records;
using WandbActors.Resolution;

namespace WandbActors.Api.Tests.Resolution;

public sealed class RunOptionsResolverSpecs : IDisposable
{
    private readonly SettingsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void With_nothing_set_a_run_is_offline_and_says_why()
    {
        var resolved = _disk.Resolve();

        Assert.Equal(RunMode.Offline, resolved.Mode);
        Assert.Equal("uncategorized", resolved.Project);
        Assert.Equal("https://api.wandb.ai", resolved.Server.BaseUrl);
        Assert.Equal(_disk.WorkingDirectory, resolved.RootDirectory);
        Assert.Equal(("trainer-0", "someone"), (resolved.Host, resolved.Username));
        Assert.Equal(TimeSpan.FromSeconds(30), resolved.FinishTimeout);
        Assert.Equal(8, resolved.RunId.Value.Length);
        Assert.Contains("WANDB_API_KEY", Assert.Single(resolved.Notices));
    }

    [Theory]
    [InlineData("WANDB_PROJECT", "mnist", nameof(ResolvedRunOptions.Project), "mnist")]
    [InlineData("WANDB_PROJECT", "  ", nameof(ResolvedRunOptions.Project), "uncategorized")]
    [InlineData("WANDB_ENTITY", "lab", nameof(ResolvedRunOptions.Entity), "lab")]
    [InlineData("WANDB_RUN_ID", "r1", nameof(ResolvedRunOptions.RunId), "r1")]
    [InlineData("WANDB_NAME", "first try", nameof(ResolvedRunOptions.Name), "first try")]
    [InlineData("WANDB_NOTES", "a note", nameof(ResolvedRunOptions.Notes), "a note")]
    [InlineData("WANDB_TAGS", "b, a,,b", nameof(ResolvedRunOptions.Tags), "b|a")]
    [InlineData("WANDB_RUN_GROUP", "fold", nameof(ResolvedRunOptions.Group), "fold")]
    [InlineData("WANDB_JOB_TYPE", "eval", nameof(ResolvedRunOptions.JobType), "eval")]
    [InlineData("WANDB_SWEEP_ID", "s1", nameof(ResolvedRunOptions.SweepId), "s1")]
    [InlineData("WANDB_HOST", "node7", nameof(ResolvedRunOptions.Host), "node7")]
    [InlineData("WANDB_USERNAME", "me", nameof(ResolvedRunOptions.Username), "me")]
    [InlineData("WANDB_USER_EMAIL", "me@example.test", nameof(ResolvedRunOptions.Email), "me@example.test")]
    [InlineData("WANDB_PROGRAM", "train.py", nameof(ResolvedRunOptions.Program), "train.py")]
    [InlineData("WANDB_DIR", "/somewhere", nameof(ResolvedRunOptions.RootDirectory), "/somewhere")]
    [InlineData("WANDB_RESUME", "Never", nameof(ResolvedRunOptions.Resume), "Never")]
    [InlineData("WANDB_FINISH_TIMEOUT", "2.5", nameof(ResolvedRunOptions.FinishTimeout), "00:00:02.5000000")]
    [InlineData("WANDB_FINISH_TIMEOUT", "0", nameof(ResolvedRunOptions.FinishTimeout), "-00:00:00.0010000")]
    [InlineData("WANDB_INIT_TIMEOUT", "5", nameof(ResolvedRunOptions.InitTimeout), "00:00:05")]
    [InlineData("WANDB_QUIET", "true", nameof(ResolvedRunOptions.IsQuiet), "True")]
    [InlineData("WANDB_SILENT", "1", nameof(ResolvedRunOptions.IsSilent), "True")]
    [InlineData("WANDB_STRICT", "yes", nameof(ResolvedRunOptions.IsStrict), "True")]
    [InlineData("WANDB_API_KEY", SettingsOnDisk.Key, nameof(ResolvedRunOptions.ApiKey), SettingsOnDisk.Key)]
    public void The_environment_is_read(string variable, string value, string property, string expected)
    {
        var resolved = _disk.With(variable, value).Resolve();

        var read = typeof(ResolvedRunOptions).GetProperty(property)!.GetValue(resolved);
        Assert.Equal(expected, read is IEnumerable<string> list ? string.Join('|', list) : read?.ToString());
    }

    [Fact]
    public void The_server_and_the_repository_are_taken_from_the_environment()
    {
        _disk.With("WANDB_BASE_URL", "http://localhost:8080/").With("WANDB_APP_URL", "https://wandb.ai");
        _disk.With("WANDB_GIT_COMMIT", "abc").With("WANDB_GIT_REMOTE_URL", "there");

        var resolved = _disk.Resolve();

        Assert.Equal("http://localhost:8080", resolved.Server.BaseUrl);
        Assert.Equal("https://wandb.ai", resolved.Server.AppUrl);
        Assert.Equal(("abc", "there"), (resolved.Git.Commit, resolved.Git.RemoteUrl));
    }

    [Fact]
    public void A_tilde_is_the_home_directory()
    {
        Assert.Equal(Path.Combine(_disk.Home, "runs"), _disk.With("WANDB_DIR", "~/runs").Resolve().RootDirectory);
    }

    [Fact]
    public void The_stronger_place_wins()
    {
        _disk.Write("home/.config/wandb/settings", "[default]\nproject = of-user\nentity = of-user\nrun_group = of-user\nrun_name = of-user\n");
        _disk.Write("work/wandb/settings", "[default]\nentity = of-directory\nrun_group = of-directory\nrun_name = of-directory\n");
        _disk.With("WANDB_RUN_GROUP", "of-environment").With("WANDB_NAME", "of-environment");

        var resolved = _disk.Resolve(new RunOptions { Name = "of-program" });

        Assert.Equal(
            ("of-user", "of-directory", "of-environment", "of-program"),
            (resolved.Project, resolved.Entity, resolved.Group, resolved.Name));
    }

    [Fact]
    public void The_settings_of_the_chosen_directory_are_read()
    {
        _disk.Write("elsewhere/.wandb/settings", "[default]\nmode = disabled\n");

        var resolved = _disk.Resolve(new RunOptions { Directory = "../elsewhere" });

        Assert.Equal(RunMode.Disabled, resolved.Mode);
    }

    [Fact]
    public void The_configuration_directory_can_be_moved()
    {
        _disk.Write("home/moved/settings", "[default]\nproject: moved\n");

        Assert.Equal("moved", _disk.With("WANDB_CONFIG_DIR", "~/moved").Resolve().Project);
    }

    [Theory]
    [InlineData(null, null, true, RunMode.Online)]
    [InlineData(null, null, false, RunMode.Offline)]
    [InlineData("offline", null, true, RunMode.Offline)]
    [InlineData("dryrun", null, true, RunMode.Offline)]
    [InlineData("ONLINE", null, true, RunMode.Online)]
    [InlineData("run", null, true, RunMode.Online)]
    [InlineData("disabled", null, true, RunMode.Disabled)]
    [InlineData("online", "true", false, RunMode.Disabled)]
    [InlineData("offline", "false", true, RunMode.Offline)]
    public void The_mode_follows_the_environment_and_the_key(string? mode, string? disabled, bool hasKey, RunMode expected)
    {
        foreach (var (variable, value) in (ReadOnlySpan<(string, string?)>)[("WANDB_MODE", mode), ("WANDB_DISABLED", disabled), ("WANDB_API_KEY", hasKey ? SettingsOnDisk.Key : null)])
        {
            if (value is not null)
                _disk.With(variable, value);
        }

        var resolved = _disk.Resolve();

        Assert.Equal(expected, resolved.Mode);
        Assert.Equal(expected == RunMode.Online, resolved.ApiKey is not null);
    }

    [Fact]
    public void The_programs_own_mode_is_stronger_than_disabling_by_the_environment()
    {
        Assert.Equal(RunMode.Offline, _disk.With("WANDB_DISABLED", "true").Resolve(new RunOptions { Mode = RunMode.Offline }).Mode);
    }

    [Fact]
    public void The_key_is_found_in_the_netrc_file_by_the_servers_host_and_port()
    {
        _disk.Write("home/.netrc", $"machine localhost:8080\n  login user\n  password {SettingsOnDisk.Key}\nmachine api.wandb.ai password other\n");

        var resolved = _disk.With("WANDB_BASE_URL", "http://localhost:8080").Resolve();

        Assert.Equal((RunMode.Online, SettingsOnDisk.Key), (resolved.Mode, resolved.ApiKey));
    }

    [Fact]
    public void A_netrc_file_that_cannot_be_read_is_only_reported()
    {
        Directory.CreateDirectory(Path.Combine(_disk.Home, "netrc-that-is-a-directory"));

        var resolved = _disk.With("NETRC", "~/netrc-that-is-a-directory").Resolve();

        Assert.Equal(RunMode.Offline, resolved.Mode);
        Assert.Contains(resolved.Notices, notice => notice.Contains("netrc-that-is-a-directory"));
    }

    [Fact]
    public void A_wrong_key_does_not_matter_offline()
    {
        Assert.Null(_disk.With("WANDB_API_KEY", "s3cret").With("WANDB_MODE", "offline").Resolve().ApiKey);
    }

    [Fact]
    public void A_run_that_resumes_by_itself_goes_on_with_the_remembered_one()
    {
        _disk.Write("work/wandb/wandb-resume.json", "{\"run_id\": \"before\"}");

        var resolved = _disk.With("WANDB_RESUME", "auto").With("WANDB_API_KEY", SettingsOnDisk.Key).Resolve();

        Assert.Equal(("before", ResumeMode.Allow), (resolved.RunId.Value, resolved.Resume));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"run_id\": 5}")]
    [InlineData("{\"run_id\": \"a/b\"}")]
    public void A_broken_memory_is_as_none(string text)
    {
        _disk.Write("work/wandb/wandb-resume.json", text);

        Assert.False(_disk.With("WANDB_RESUME", "auto").Resolve().RunId.Value.Contains('/'));
    }

    [Fact]
    public void What_was_remembered_can_be_forgotten()
    {
        Directory.CreateDirectory(Path.Combine(_disk.WorkingDirectory, "wandb"));
        var first = _disk.With("WANDB_RESUME", "auto").Resolve();

        first.ResumeMemory!.Remember(first.RunId);
        var second = _disk.Resolve();
        second.ResumeMemory!.Forget(second.RunId);
        var third = _disk.Resolve();

        Assert.Equal(first.RunId, second.RunId);
        Assert.NotEqual(first.RunId, third.RunId);
    }

    [Fact]
    public void Config_is_read_at_once_and_keeps_its_lists()
    {
        var layers = new[] { 64 };

        var resolved = _disk.Resolve(new RunOptions { Config = { ["lr"] = 2e-3, ["layers"] = layers } });
        layers[0] = 128;

        Assert.Equal(["lr=0.002", "layers=[64]"], resolved.Config.Select(setting => $"{setting.Key}={ValueJson.ToJsonText(setting.Value)}"));
    }

    [Fact]
    public void A_project_without_a_name_is_called_after_the_repository_and_the_programs_folder()
    {
        Directory.CreateDirectory(Path.Combine(_disk.WorkingDirectory, ".git"));
        var root = Path.GetFileName(_disk.WorkingDirectory);

        var atTop = _disk.Resolve().Project;
        var below = _disk.With("WANDB_PROGRAM", Path.Combine(_disk.WorkingDirectory, "samples/Digits/bin/Debug/net10.0/Digits.dll")).Resolve().Project;
        var forbidden = _disk.With("WANDB_DISABLE_GIT", "true").Resolve().Project;

        Assert.Equal((root, $"{root}-samples_Digits", "uncategorized"), (atTop, below, forbidden));
    }
}
