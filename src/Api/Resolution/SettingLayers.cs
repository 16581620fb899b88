namespace WandbActors.Resolution;

/// <summary>
/// The settings that were made outside the program, by W&amp;B's names for them. From low to high: the settings file of the user, that of the
/// directory, the environment. A blank value counts as none. Immutable.
/// </summary>
internal sealed class SettingLayers
{
    // W&B's rule is WANDB_ and the setting's name; these are its exceptions. That a name begins with x_ may be written as a second _ too.
    private static readonly Dictionary<string, string> IrregularVariables = new()
    {
        ["root_dir"] = "WANDB_DIR",
        ["run_name"] = "WANDB_NAME",
        ["run_notes"] = "WANDB_NOTES",
        ["run_tags"] = "WANDB_TAGS",
        ["run_job_type"] = "WANDB_JOB_TYPE",
        ["email"] = "WANDB_USER_EMAIL",
    };

    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly (string Path, IReadOnlyDictionary<string, string> Settings)[] _files;

    private SettingLayers(IReadOnlyDictionary<string, string> variables, (string, IReadOnlyDictionary<string, string>)[] files)
    {
        _variables = variables;
        _files = files;
    }

    public static SettingLayers Of(IReadOnlyDictionary<string, string> variables) => new(variables, []);

    /// <summary>The same with one more settings file, which is stronger than the files before it.</summary>
    public SettingLayers With(string path, IReadOnlyDictionary<string, string> settings) => new(_variables, [.. _files, (path, settings)]);

    /// <summary>The strongest setting of this name.</summary>
    public Setting? Find(string name)
    {
        foreach (var variable in VariablesOf(name))
        {
            if (_variables.GetValueOrDefault(variable) is { } text && !string.IsNullOrWhiteSpace(text))
                return new Setting(variable, text.Trim());
        }

        for (var index = _files.Length - 1; index >= 0; index--)
        {
            if (_files[index].Settings.GetValueOrDefault(name) is { } value && !string.IsNullOrWhiteSpace(value))
                return new Setting($"{name} in {_files[index].Path}", value);
        }

        return null;
    }

    private static string[] VariablesOf(string name)
    {
        var variable = IrregularVariables.GetValueOrDefault(name) ?? $"WANDB_{name.ToUpperInvariant()}";
        return name.StartsWith("x_", StringComparison.Ordinal) ? [$"WANDB__{name["x_".Length..].ToUpperInvariant()}", variable] : [variable];
    }
}
