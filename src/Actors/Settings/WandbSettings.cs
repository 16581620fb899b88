using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using WandbActors.Actors.Threads;

namespace WandbActors.Actors.Settings;

/// <summary>All of <c>wandb { … }</c> in HOCON, read once. Keys, defaults and units: hocon/wandb.hocon.</summary>
internal sealed record WandbSettings(
    BufferSettings Buffer,
    LogSettings Log,
    DeferredSettings Deferred,
    OutputSettings Output,
    MonitorSettings Monitor,
    MessageSettings Messages,
    UploadSettings Upload,
    FinishSettings Finish)
{
    public const string RunDispatcher = "wandb.run-dispatcher";
    public const string FileWriterDispatcher = "wandb.file-writer-dispatcher";
    public const string StagingDispatcher = "wandb.staging-dispatcher";
    public const string DeferredDispatcher = "wandb.deferred-dispatcher";
    public const string MonitorDispatcher = "wandb.monitor-dispatcher";

    /// <summary>The defaults that the package carries.</summary>
    public static Config Reference { get; } = ConfigurationFactory
        .FromResource("wandb.hocon", typeof(WandbSettings).Assembly)
        .WithFallback(ConfigurationFactory.FromResource("serialization.hocon", typeof(WandbSettings).Assembly))
        .WithFallback(EnduringMailbox.Default);

    /// <summary>Every key that there is, with its whole path.</summary>
    public static ImmutableArray<string> Keys { get; } = [.. Read(Reference, ImmutableDictionary<string, string>.Empty).Reading.Keys];

    /// <summary>The settings of this system, with what the environment says above them. What nobody reads is said.</summary>
    /// <inheritdoc cref="From(Config)" path="/exception"/>
    /// <param name="system">The system.</param>
    /// <param name="variables">The environment.</param>
    public static WandbSettings Of(ActorSystem system, IReadOnlyDictionary<string, string> variables)
    {
        var settings = From(system.Settings.Config, variables, out var unknown);
        foreach (var key in unknown)
            system.Log.Warning("There is no setting {Key}: nobody reads it", key);
        return settings;
    }

    /// <summary>Reads the settings of a system whose configuration falls back to <see cref="Reference"/>.</summary>
    /// <exception cref="ConfigurationException">Some are wrong; the message lists them all with the names that nobody reads, and says what to do.</exception>
    public static WandbSettings From(Config system) => From(system, ImmutableDictionary<string, string>.Empty, out _);

    /// <summary>The same with the environment's variables above them, which come first; tells what nobody reads.</summary>
    /// <inheritdoc cref="From(Config)" path="/exception"/>
    public static WandbSettings From(Config system, IReadOnlyDictionary<string, string> variables, out IReadOnlyList<string> unknown)
    {
        var (settings, reading) = ReadBelow(variables, system);
        reading.ThrowIfRefused();
        unknown = reading.Unknown();
        return settings;
    }

    /// <summary>Reads them to find what is wrong, and throws nothing for that.</summary>
    /// <param name="system">The configuration, which falls back to <see cref="Reference"/>.</param>
    /// <param name="variables">The environment.</param>
    public static SettingsReading Check(Config system, IReadOnlyDictionary<string, string> variables) => ReadBelow(variables, system).Reading;

    private static (WandbSettings Settings, SettingsReading Reading) ReadBelow(IReadOnlyDictionary<string, string> variables, Config system)
    {
        var ours = SettingVariables.Among(variables);
        return Read(SettingVariables.Read(ours, Keys).WithFallback(system), ours);
    }

    private static (WandbSettings Settings, SettingsReading Reading) Read(Config all, IReadOnlyDictionary<string, string> variables)
    {
        var reading = new SettingsReading(all.GetConfig("wandb"), Reference.GetConfig("wandb"), variables);
        var settings = new WandbSettings(
            BufferSettings.From(reading.Section("buffer")),
            LogSettings.From(reading.Section("log")),
            DeferredSettings.From(reading.Section("deferred")),
            OutputSettings.From(reading.Section("output")),
            MonitorSettings.From(reading.Section("monitor")),
            MessageSettings.From(reading.Section("messages")),
            UploadSettings.From(reading.Section("upload")),
            FinishSettings.From(reading.Section("finish")));
        return (settings, reading);
    }
}
