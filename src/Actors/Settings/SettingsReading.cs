using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary>
/// One reading of all settings: which keys were asked for, which values were wrong, and which keys stand in the configuration that nobody
/// asks for. Owned by the one who reads.
/// </summary>
internal sealed class SettingsReading(Config wandb, Config defaults)
{
    // Akka reads these itself.
    private const string DispatcherEnd = "-dispatcher";

    private readonly List<string> _keys = [];
    private readonly List<string> _problems = [];

    /// <summary>Every key that was read, with its whole path.</summary>
    public IReadOnlyList<string> Keys => _keys;

    public SettingsSection Section(string name) => new($"wandb.{name}", wandb.GetConfig(name), defaults.GetConfig(name), this);

    public void Note(string key) => _keys.Add(key);

    public void Refuse(string problem) => _problems.Add(problem);

    /// <exception cref="ConfigurationException">Something was wrong; the message lists all of it.</exception>
    public void ThrowIfRefused()
    {
        if (_problems.Count > 0)
            throw new ConfigurationException($"The settings of wandb are wrong:{string.Concat(_problems.Select(problem => $"\n- {problem}."))}");
    }

    /// <summary>The keys that nobody reads, each with the one that may have been meant.</summary>
    public IReadOnlyList<string> UnknownKeys() =>
        [.. KeysIn("wandb", wandb.Root.GetObject()).Except(_keys).Select(key => Spelling.Nearest(key, _keys) is { } meant ? $"{key} (did you mean {meant}?)" : key)];

    private static IEnumerable<string> KeysIn(string path, Akka.Configuration.Hocon.HoconObject section)
    {
        foreach (var (name, value) in section.Items)
        {
            if (path == "wandb" && name.EndsWith(DispatcherEnd, StringComparison.Ordinal))
                continue;

            foreach (var key in value.IsObject() ? KeysIn($"{path}.{name}", value.GetObject()) : [$"{path}.{name}"])
                yield return key;
        }
    }
}
