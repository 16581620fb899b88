using System.Globalization;

namespace WandbActors.Resolution;

/// <summary>What goes into the log beside the program's own rows: what it prints, samples of its machine, and where it runs. Immutable.</summary>
internal sealed record MachineOptions
{
    // Below, the sampler would be what it sees; above, no run is so long.
    private const double MinSampleSeconds = 0.1;
    private const double MaxSampleSeconds = 86_400;

    private static readonly Dictionary<string, ConsoleCapture> Captures = new()
    {
        ["off"] = ConsoleCapture.Off,
        ["wrap"] = ConsoleCapture.Wrap,
        ["wrap_raw"] = ConsoleCapture.Wrap,
        ["wrap_emu"] = ConsoleCapture.Wrap,
        ["redirect"] = ConsoleCapture.Wrap,
        ["auto"] = ConsoleCapture.Wrap, // asked for by name, it is what the official client makes of it
    };

    public required ConsoleCapture Console { get; init; }

    /// <summary>Whether the machine is sampled.</summary>
    public required bool HasSystemMetrics { get; init; }

    /// <summary>Time between samples, if it was set for this run.</summary>
    public required TimeSpan? SystemMetricsInterval { get; init; }

    /// <summary>Whether the log says where the run runs.</summary>
    public required bool HasEnvironment { get; init; }

    /// <summary>Whether that includes the machine: a host's owner may not want it told.</summary>
    public required bool HasMachineInfo { get; init; }

    /// <summary>Whether the packages that the program uses are listed in <c>requirements.txt</c>.</summary>
    public required bool HasRequirements { get; init; }

    /// <summary>The container's image, as the environment says; empty when it does not.</summary>
    public required string Docker { get; init; }

    public static MachineOptions Read(RunOptions options, SettingReader settings)
    {
        var hasMachineInfo = !settings.Flag("x_disable_machine_info");
        return new MachineOptions
        {
            Console = options.Console ?? settings.Word("console", Captures, "use off or wrap") ?? ConsoleCapture.Off,
            HasSystemMetrics = options.SystemMetrics ?? (hasMachineInfo && !settings.Flag("x_disable_stats")),
            SystemMetricsInterval = ReadInterval(settings),
            HasEnvironment = !settings.Flag("x_disable_meta"),
            HasMachineInfo = hasMachineInfo,
            HasRequirements = settings.Text("x_save_requirements") is null || settings.Flag("x_save_requirements"),
            Docker = settings.Text("docker") ?? "",
        };
    }

    private static TimeSpan? ReadInterval(SettingReader settings)
    {
        if (settings.Find("x_stats_sampling_interval", option: "", value: null) is not { } setting)
            return null;
        if (double.TryParse(setting.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= MinSampleSeconds and <= MaxSampleSeconds)
            return TimeSpan.FromSeconds(seconds);

        settings.Refuse(setting, $"use a number of seconds from {MinSampleSeconds} to {MaxSampleSeconds}");
        return null;
    }
}
