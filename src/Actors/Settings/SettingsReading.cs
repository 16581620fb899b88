using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary>
/// One reading of all settings: which keys were asked for, which values were wrong, and which keys stand in the configuration that nobody
/// asks for. Owned by the one who reads.
/// </summary>
/// <param name="wandb">The settings, with what the variables say above them and the defaults below.</param>
/// <param name="defaults">The settings as the package has them.</param>
/// <param name="variables">The variables of ours that the environment has.</param>
internal sealed class SettingsReading(Config wandb, Config defaults, IReadOnlyDictionary<string, string> variables)
{
    // Akka reads these itself.
    private const string DispatcherEnd = "-dispatcher";

    private readonly List<string> _keys = [];
    private readonly List<SettingsProblem> _problems = [];

    /// <summary>Every key that was read, with its whole path.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>The values that were wrong.</summary>
    public IReadOnlyList<SettingsProblem> Problems => _problems;

    public SettingsSection Section(string name) => new($"wandb.{name}", wandb.GetConfig(name), defaults.GetConfig(name), this);

    public void Note(string key) => _keys.Add(key);

    /// <summary>A value is wrong.</summary>
    public void Refuse(string key, string problem) => _problems.Add(new SettingsProblem($"{NameOf(key)} {problem}", IsFromVariable(key)));

    /// <summary>Two values do not go together.</summary>
    public void RefuseBoth(string key, string relation, string other, string problem) =>
        _problems.Add(new SettingsProblem($"{NameOf(key)} {relation} {NameOf(other)}: {problem}", IsFromVariable(key) && IsFromVariable(other)));

    /// <exception cref="ConfigurationException">A value was wrong; the message lists all that are, and the names that nobody reads.</exception>
    public void ThrowIfRefused()
    {
        if (_problems.Count == 0)
            return;

        var all = _problems.Select(problem => problem.Text).Concat(Unknown().Select(name => $"There is no setting {name}"));
        throw new ConfigurationException($"The settings of wandb are wrong:{string.Concat(all.Select(problem => $"\n- {problem}."))}");
    }

    /// <summary>The keys and the variables that nobody reads, each with the one that may have been meant.</summary>
    public IReadOnlyList<string> Unknown() => [.. UnknownKeys(), .. SettingVariables.Unknown(variables, _keys)];

    /// <summary>The keys among them.</summary>
    public IReadOnlyList<string> UnknownKeys() =>
        [.. KeysIn("wandb", wandb.Root.GetObject()).Except(_keys).Select(key => Spelling.WithNearest(key, _keys))];

    // As whoever has set it knows it.
    private string NameOf(string key) => IsFromVariable(key) ? SettingVariables.NameOf(key) : key;

    private bool IsFromVariable(string key) => variables.ContainsKey(SettingVariables.NameOf(key));

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
