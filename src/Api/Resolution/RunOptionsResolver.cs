using WandbActors.Persistence;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using WandbActors.Surroundings;

namespace WandbActors.Resolution;

/// <summary>
/// Decides what a run will do, by W&amp;B's order of strength: defaults, the user's settings file, the directory's settings file, the
/// environment, the program's options. Reads files, asks nobody, and throws one exception that lists all problems.
/// </summary>
internal sealed class RunOptionsResolver
{
    private static readonly TimeSpan DefaultFinishTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultInitTimeout = TimeSpan.FromSeconds(90); // as the official client's

    private readonly RunOptions _options;
    private readonly ProcessSurroundings _surroundings;
    private readonly List<string> _notices = [];
    private readonly SettingReader _settings;
    private readonly string _root;
    private readonly SettingSizes _sizes;
    private readonly Random? _chance;

    private RunOptionsResolver(RunOptions options, ProcessSurroundings surroundings, Random? chance = null)
    {
        _options = options;
        _chance = chance;
        _surroundings = surroundings;

        // The directory's settings file can only be found once the directory is known, so it cannot move it.
        var layers = WithFile(SettingLayers.Of(surroundings.Variables), UserSettingsPath());
        _root = FullPath(new SettingReader(layers).Find("root_dir", nameof(RunOptions.Directory), options.Directory));
        _settings = new SettingReader(WithFile(layers, Path.Combine(RunHome.In(_root), "settings")));
        _sizes = new SettingSizes(_settings);
    }

    /// <param name="options">What the program set.</param>
    /// <param name="surroundings">What the process finds around it.</param>
    /// <param name="finishTimeout">How long a finish waits for the server unless something else is set; 30 s by default.</param>
    /// <param name="chance">What chooses an id for a run that has none; the system's by default.</param>
    /// <exception cref="WandbException">Some settings are wrong; the message lists them all.</exception>
    public static ResolvedRunOptions Resolve(RunOptions options, ProcessSurroundings surroundings, TimeSpan? finishTimeout = null, Random? chance = null) =>
        new RunOptionsResolver(options, surroundings, chance).Resolve(finishTimeout ?? DefaultFinishTimeout);

    /// <summary>All that is wrong with these options in these surroundings, a sentence each; nothing is made.</summary>
    public static IReadOnlyList<string> FindProblems(RunOptions options, ProcessSurroundings surroundings)
    {
        RunOptionsResolver? resolver = null;
        try
        {
            resolver = new RunOptionsResolver(options, surroundings);
            resolver.Resolve(DefaultFinishTimeout);
            return [];
        }
        catch (WandbException problem)
        {
            return resolver is null ? [problem.Message] : resolver._settings.Problems;
        }
    }

    /// <summary>The server and the key alone, found as a run finds them: for what sends runs that others made.</summary>
    /// <exception cref="WandbException">Some settings are wrong; the message lists them all.</exception>
    public static ServerAccess ResolveAccess(RunOptions options, ProcessSurroundings surroundings) =>
        new RunOptionsResolver(options, surroundings).ResolveAccess();

    private ServerAccess ResolveAccess()
    {
        var server = ResolveServer();
        var access = new ServerAccess(server, FindKey(server), ResolveUsername(), ResolveEmail(), _notices);
        ThrowIfRefused("The server cannot be asked");
        return access;
    }

    private ResolvedRunOptions Resolve(TimeSpan finishTimeout)
    {
        var server = ResolveServer();
        var (mode, key) = ResolveMode(server);
        var (resume, memory) = ResolveResume();
        var branch = ResolveBranch(resume, mode);
        var (id, isIdGiven) = ResolveRunId(resume, memory, branch);
        var program = _settings.Text("program", nameof(RunOptions.Program), _options.Program) ?? _surroundings.Program;
        var checkout = FindCheckout(program);
        var resolved = new ResolvedRunOptions
        {
            Mode = mode,
            RunId = id,
            IsRunIdGiven = isIdGiven,
            Project = ResolveProject(program, checkout),
            Entity = ResolveText("entity", nameof(RunOptions.Entity), _options.Entity),
            Name = ResolveText("run_name", nameof(RunOptions.Name), _options.Name),
            RootDirectory = _root,
            Config = ResolveConfig(),
            Tags = ResolveTags(),
            Notes = ResolveText("run_notes", nameof(RunOptions.Notes), _options.Notes),
            Group = ResolveText("run_group", nameof(RunOptions.Group), _options.Group),
            JobType = ResolveText("run_job_type", nameof(RunOptions.JobType), _options.JobType),
            SweepId = _settings.Text("sweep_id") ?? "",
            Server = server,
            ApiKey = key,
            Resume = resume == ResumeMode.Auto ? ResumeMode.Allow : resume,
            Branch = branch,
            ResumeMemory = memory,
            Host = _settings.Text("host", nameof(RunOptions.Host), _options.Host) ?? _surroundings.Host,
            Username = ResolveUsername(),
            Email = ResolveEmail(),
            Program = program,
            Machine = MachineOptions.Read(_options, _settings),
            CheckoutRoot = checkout?.Root,
            FinishTimeout = _settings.Duration("finish_timeout", nameof(RunOptions.FinishTimeout), _options.FinishTimeout, finishTimeout),
            InitTimeout = _settings.Duration("init_timeout", nameof(RunOptions.InitTimeout), _options.InitTimeout, DefaultInitTimeout),
            IsQuiet = _settings.Flag("quiet", _options.Quiet),
            IsSilent = _settings.Flag("silent", _options.Silent),
            IsStrict = _settings.Flag("strict", _options.Strict),
            TracesRows = _settings.Flag("trace_rows", _options.TraceRows),
            Git = ResolveGit(checkout),
            Notices = _notices,
        };
        _sizes.RefuseTooMany();
        ThrowIfRefused("The run cannot start");
        return resolved;
    }

    private void ThrowIfRefused(string consequence)
    {
        if (Refusal.Of(consequence, _settings.Problems) is { } refusal)
            throw new WandbException(refusal);
    }

    // The one problem that is told by itself: without a directory there is no settings file to find others in.
    private string FullPath(Setting? root)
    {
        if (root?.Text.Contains('\0') == true)
            throw new WandbException($"The run cannot start: {root.Value.Source} has a zero character in it, and no directory can be named so.");

        return Path.GetFullPath(_surroundings.ExpandHome(root?.Text ?? ""), _surroundings.WorkingDirectory);
    }

    private ServerAddress ResolveServer()
    {
        var baseUrl = _settings.Address("base_url", nameof(RunOptions.BaseUrl), _options.BaseUrl, ServerAddress.FindProblem);
        var appUrl = _settings.Address("app_url", option: "", value: null);
        return baseUrl is null && appUrl is null ? ServerAddress.Cloud : ServerAddress.Of(baseUrl ?? new Uri(ServerAddress.Cloud.BaseUrl), appUrl);
    }

    private (RunMode Mode, string? Key) ResolveMode(ServerAddress server)
    {
        var asked = _options.Mode ?? (_settings.Flag("disabled") ? RunMode.Disabled : _settings.Word("mode", ModeWords.Modes, "use online, offline or disabled"));
        if (asked is RunMode.Offline or RunMode.Disabled)
            return (asked.Value, null);

        var key = FindKey(server);
        if (key is not null)
            return (RunMode.Online, key);

        if (asked == RunMode.Online)
            _settings.Refuse($"the run is to be online, but there is no API key for {server.Machine}: set WANDB_API_KEY, or add the machine to your netrc file, or set the mode (RunOptions.Mode, else WANDB_MODE) to offline");
        else
            _notices.Add($"there is no API key for {server.Machine}, so the run is kept offline; set WANDB_API_KEY to send it, or WANDB_MODE=offline to be told no more");
        return (RunMode.Offline, null);
    }

    private string? FindKey(ServerAddress server) => new KeySearch(_settings, _surroundings, _notices).Find(_options.ApiKey, server);

    private string ResolveUsername() => _settings.Text("username") ?? _surroundings.User;

    private string ResolveEmail() => _settings.Text("email") ?? "";

    private (ResumeMode? Resume, ResumeMemory? Memory) ResolveResume()
    {
        var resume = _options.Resume ?? _settings.Word("resume", ModeWords.ResumeModes, "use allow, must, never or auto");
        return (resume, resume == ResumeMode.Auto ? new ResumeMemory(RunHome.In(_root)) : null);
    }

    private RunBranch? ResolveBranch(ResumeMode? resume, RunMode mode)
    {
        var fork = FindMoment("fork_from", nameof(RunOptions.ForkFrom), _options.ForkFrom);
        var rewind = FindMoment("resume_from", nameof(RunOptions.ResumeFrom), _options.ResumeFrom);
        if (fork is null && rewind is null)
            return null;

        if ((fork is not null && rewind is not null) || resume is not null)
            _settings.Refuse("of RunOptions.ForkFrom, ResumeFrom and Resume (WANDB_FORK_FROM, WANDB_RESUME_FROM, WANDB_RESUME) only one can be: set the one that is meant");
        if (mode == RunMode.Offline)
            _settings.Refuse($"{(fork is not null ? "a fork (RunOptions.ForkFrom, WANDB_FORK_FROM)" : "a rewind (RunOptions.ResumeFrom, WANDB_RESUME_FROM)")} is made by the server, and the run is offline: set the mode to online, and an API key");
        return new RunBranch((fork ?? rewind)!.Value, IsRewind: fork is null);
    }

    private RunMoment? FindMoment(string name, string option, string? value)
    {
        if (_settings.Find(name, option, value) is not { } setting)
            return null;
        if (RunMoment.TryParse(setting.Text, out var moment, out var problem))
            return moment;

        _settings.Refuse(setting, problem);
        return null;
    }

    private (RunId Id, bool IsGiven) ResolveRunId(ResumeMode? resume, ResumeMemory? memory, RunBranch? branch)
    {
        if (_settings.Find("run_id", nameof(RunOptions.RunId), _options.RunId) is { } setting)
        {
            if (!RunId.TryParse(setting.Text, out var given, out var problem))
                _settings.Refuse(setting, problem);
            else if (branch is not null && branch.IsRewind != (given == branch.From.RunId))
                _settings.Refuse(setting, branch.IsRewind ? $"the run that is rewound is {branch.From.RunId}: leave the id out" : "a fork is another run: give it another id, or none");
            return (given, true);
        }

        if (branch is { IsRewind: true })
            return (branch.From.RunId, true);
        if (resume == ResumeMode.Must)
            _settings.Refuse("a run that must be resumed (RunOptions.Resume, WANDB_RESUME) is found by its id: set RunOptions.RunId or WANDB_RUN_ID");
        return memory?.Recall() is { } remembered ? (remembered, true) : (RunId.Generate(_chance), false);
    }

    private string ResolveProject(string program, GitCheckout? checkout)
    {
        if (_settings.Find("project", nameof(RunOptions.Project), _options.Project) is not { } setting)
            return ProjectName.Of(program, checkout);

        if (NameRules.OfProject(setting.Text) is { } problem)
            _settings.Refuse(setting, problem);
        return setting.Text;
    }

    private KeyValuePair<string, MetricValue>[] ResolveConfig()
    {
        var config = (_options.Config ?? new Dictionary<string, object?>())
            .Select(setting => KeyValuePair.Create(setting.Key, ObjectConversion.ConvertSetting(setting.Value))).ToArray();
        foreach (var (name, value) in config)
            _sizes.Add($"RunOptions.Config[\"{name}\"]", value);
        return config;
    }

    private string ResolveText(string name, string option, string? value)
    {
        if (_settings.Find(name, option, value) is not { Text: { Length: > 0 } text } setting)
            return "";

        _sizes.Add(setting.Source, text);
        return text;
    }

    private string[] ResolveTags()
    {
        var tags = _options.Tags is { Count: > 0 } given
            ? given.Select(tag => new Setting("RunOptions.Tags", tag))
            : SplitTags(_settings.Find("run_tags", option: "", value: null));
        var distinct = tags.DistinctBy(tag => tag.Text).ToArray();
        _sizes.Add("RunOptions.Tags", string.Join(',', distinct.Select(tag => tag.Text)));
        foreach (var tag in distinct)
        {
            if (TagRule.FindProblem(tag.Text) is { } problem)
                _settings.Refuse(tag, problem);
        }

        return [.. distinct.Select(tag => tag.Text)];
    }

    private static IEnumerable<Setting> SplitTags(Setting? list) => list is { } setting
        ? setting.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(tag => setting with { Text = tag })
        : [];

    private GitCheckout? FindCheckout(string program)
    {
        if (_settings.Flag("disable_git"))
            return null;

        var folder = Path.GetDirectoryName(Path.GetFullPath(program, _surroundings.WorkingDirectory));
        return (folder is null ? null : GitCheckout.Find(folder)) ?? GitCheckout.Find(_surroundings.WorkingDirectory);
    }

    private GitRepoRecord ResolveGit(GitCheckout? checkout)
    {
        var git = checkout?.ToRecord() ?? new GitRepoRecord();
        git.Commit = _settings.Text("git_commit") ?? git.Commit;
        git.RemoteUrl = _settings.Text("git_remote_url") ?? git.RemoteUrl;
        return git;
    }

    private string? UserSettingsPath()
    {
        if (_surroundings.Variables.GetValueOrDefault("WANDB_CONFIG_DIR") is { Length: > 0 } folder)
            return Path.Combine(_surroundings.ExpandHome(folder), "settings");

        return _surroundings.Home is { } home ? Path.Combine(home, ".config", "wandb", "settings") : null;
    }

    private SettingLayers WithFile(SettingLayers layers, string? path) =>
        path is not null && OptionalFile.Read(path, _notices) is { } text ? layers.With(path, SettingsFile.Parse(text)) : layers;
}
