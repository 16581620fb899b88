namespace WandbActors;

/// <summary>
/// What a run is called, where it goes and how it behaves. Everything is optional: what is not set here is taken from the environment
/// (<c>WANDB_…</c>), then from the settings files of W&amp;B's own tools, then from the defaults below. Wrong values make the start fail
/// with one <c>WandbException</c> that lists them all.
/// </summary>
public class RunOptions
{
    /// <summary>The project that the run belongs to: at most 128 characters, none of <c>/ \ # ? % :</c>. <c>WANDB_PROJECT</c>.</summary>
    /// <value>The default is the name of the git repository (and the program's folder in it), else <c>uncategorized</c>.</value>
    public string? Project { get; set; }

    /// <summary>The user or team that owns the project. <c>WANDB_ENTITY</c>.</summary>
    /// <value>The default is the one that the server has for the API key.</value>
    public string? Entity { get; set; }

    /// <summary>The run's id, unique in its project for ever: not empty, no white space around it, none of <c>: ; , # ? / '</c>. <c>WANDB_RUN_ID</c>.</summary>
    /// <value>The default is 8 random characters of a–z and 0–9.</value>
    public string? RunId { get; set; }

    /// <summary>The name that people see. <c>WANDB_NAME</c>.</summary>
    /// <value>The default is made by the server.</value>
    public string? Name { get; set; }

    /// <summary>Whether the run is sent to the server, kept on disk, or not kept at all. <c>WANDB_MODE</c> (<c>online</c>, <c>offline</c>, <c>disabled</c>), <c>WANDB_DISABLED</c>.</summary>
    /// <value>The default is <see cref="RunMode.Online"/> if an API key is found, else <see cref="RunMode.Offline"/>. Online without a key fails; nothing ever asks for one.</value>
    public RunMode? Mode { get; set; }

    /// <summary>The directory in which the folder <c>wandb</c> with the runs stands. <c>WANDB_DIR</c>.</summary>
    /// <value>The default is the working directory. One that cannot be written to is replaced by the system's temporary directory, and that is said.</value>
    public string? Directory { get; set; }

    /// <summary>The run's inputs, such as hyperparameters, by name; any type of value, read once at the start.</summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, object?> Config { get; set; } = new Dictionary<string, object?>();

    /// <summary>Tags to find the run by, each of 1 to 64 characters; given twice they count once. <c>WANDB_TAGS</c> (a list with commas).</summary>
    /// <value>None by default. Tags set here replace those of the environment.</value>
    public IList<string> Tags { get; set; } = [];

    /// <summary>A longer description of the run, in Markdown. <c>WANDB_NOTES</c>.</summary>
    public string? Notes { get; set; }

    /// <summary>The experiment that this run is one part of, such as one worker or one fold. <c>WANDB_RUN_GROUP</c>.</summary>
    public string? Group { get; set; }

    /// <summary>What the run does in its group, such as <c>train</c> or <c>eval</c>. <c>WANDB_JOB_TYPE</c>.</summary>
    public string? JobType { get; set; }

    /// <summary>The address of the W&amp;B server: <c>http</c> or <c>https</c>. <c>WANDB_BASE_URL</c>.</summary>
    /// <value>The default is <c>https://api.wandb.ai</c>.</value>
    public string? BaseUrl { get; set; }

    /// <summary>The key to the server: at least 40 characters. <c>WANDB_API_KEY</c>; else the password for the server in the netrc file.</summary>
    /// <value>None by default: the run is kept offline. Never written to a file or shown.</value>
    public string? ApiKey { get; set; }

    /// <summary>
    /// What to do when the run exists already: on the server, or as a log in <see cref="Directory"/> that has not been sent. <c>WANDB_RESUME</c>
    /// (<c>allow</c>, <c>must</c>, <c>never</c>, <c>auto</c>). Offline, and while the server is away, the logs alone decide: steps and running
    /// time go on from the newest one, and each attempt is sent behind those before it.
    /// </summary>
    /// <value>Unset by default: a run of the same id is overwritten, as W&amp;B does.</value>
    public ResumeMode? Resume { get; set; }

    /// <summary>
    /// Makes a new run that has the rows of another one up to a step, and goes on behind it: <c>&lt;run id&gt;?_step=&lt;number&gt;</c>. The server
    /// copies them, so the run must be online, and the server one that forks. <c>WANDB_FORK_FROM</c>. Excludes <see cref="ResumeFrom"/> and <see cref="Resume"/>.
    /// </summary>
    /// <value>Unset by default.</value>
    public string? ForkFrom { get; set; }

    /// <summary>
    /// Takes the run itself back to a step and goes on behind it: <c>&lt;run id&gt;?_step=&lt;number&gt;</c>. What came after the step is no part of
    /// the run any more. The server does that, so the run must be online, and the server one that rewinds. <c>WANDB_RESUME_FROM</c>. Excludes
    /// <see cref="ForkFrom"/> and <see cref="Resume"/>.
    /// </summary>
    /// <value>Unset by default.</value>
    public string? ResumeFrom { get; set; }

    /// <summary>The name of this machine as people see it. <c>WANDB_HOST</c>.</summary>
    /// <value>The default is the machine's own name.</value>
    public string? Host { get; set; }

    /// <summary>The program that the run is of, as people see it. <c>WANDB_PROGRAM</c>.</summary>
    /// <value>The default is the path of the program's own assembly.</value>
    public string? Program { get; set; }

    /// <summary>
    /// Whether what the program prints on <see cref="System.Console.Out"/> and <see cref="System.Console.Error"/> goes into the run's
    /// <c>output.log</c> too. <c>WANDB_CONSOLE</c> (<c>off</c>, <c>wrap</c>).
    /// </summary>
    /// <value>The default is <see cref="ConsoleCapture.Off"/>: nothing of the program's console is touched. <c>run.WriteLine</c> works either way.</value>
    public ConsoleCapture? Console { get; set; }

    /// <summary>
    /// Whether the machine is sampled while the run goes on: processor, memory, disks, network, GPUs. <c>WANDB__DISABLE_STATS</c>, which says the
    /// opposite; how often: <c>WANDB__STATS_SAMPLING_INTERVAL</c> (seconds), else <c>wandb.monitor.interval</c>.
    /// </summary>
    /// <value>The default is true: a sample 2 s after the start and then every 15 s.</value>
    public bool? SystemMetrics { get; set; }

    /// <summary>How long finishing an online run may wait for the server. <c>WANDB_FINISH_TIMEOUT</c> (seconds; 0 is no limit).</summary>
    /// <value>
    /// The default is 30 s. Zero does not wait, <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes. What has not been sent by then
    /// stays in the run's directory, and the receipt names the command that sends it.
    /// </value>
    public TimeSpan? FinishTimeout { get; set; }

    /// <summary>How long the start of an online run may wait for the server. <c>WANDB_INIT_TIMEOUT</c> (seconds).</summary>
    /// <value>The default is 90 s. After it the run goes on and is sent when the server answers.</value>
    public TimeSpan? InitTimeout { get; set; }

    /// <summary>Whether to print less: where the run is and what went wrong, without the summary at the end. <c>WANDB_QUIET</c>.</summary>
    /// <value>The default is false.</value>
    public bool? Quiet { get; set; }

    /// <summary>Whether to print nothing at all. <c>WANDB_SILENT</c>.</summary>
    /// <value>The default is false.</value>
    public bool? Silent { get; set; }

    /// <summary>
    /// Whether any loss makes <c>run.FinishAsync</c> throw: a refused row, a value that is missing, a row that the server has only as a
    /// marker, a row that is not in the log. <c>WANDB_STRICT</c>. What merely waits to be sent is no loss.
    /// </summary>
    /// <value>The default is false: losses are counted and printed.</value>
    public bool? Strict { get; set; }

    /// <summary>
    /// Whether each row says in which trace it was logged: <c>trace_id</c> and <c>span_id</c> of <see cref="System.Diagnostics.Activity.Current"/>, as
    /// 32 and 16 hexadecimal digits, unless there is none. <c>WANDB_TRACE_ROWS</c>. Actors add theirs by <c>LogRow.WithTrace</c>.
    /// </summary>
    /// <value>The default is false, which costs nothing.</value>
    public bool? TraceRows { get; set; }

    /// <summary>The same options once more, to be changed apart.</summary>
    internal RunOptions Copy()
    {
        var copy = (RunOptions)MemberwiseClone();
        copy.Config = new Dictionary<string, object?>(Config ?? new Dictionary<string, object?>());
        copy.Tags = [.. Tags ?? []];
        return copy;
    }
}
