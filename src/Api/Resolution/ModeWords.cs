namespace WandbActors.Resolution;

/// <summary>The words for modes in settings that were made outside the program, the official client's older ones included.</summary>
internal static class ModeWords
{
    public static readonly Dictionary<string, RunMode> Modes = new()
    {
        ["online"] = RunMode.Online,
        ["run"] = RunMode.Online,
        ["offline"] = RunMode.Offline,
        ["dryrun"] = RunMode.Offline,
        ["disabled"] = RunMode.Disabled,
    };

    public static readonly Dictionary<string, ResumeMode> ResumeModes = new()
    {
        ["allow"] = ResumeMode.Allow,
        ["must"] = ResumeMode.Must,
        ["never"] = ResumeMode.Never,
        ["auto"] = ResumeMode.Auto,
    };
}
