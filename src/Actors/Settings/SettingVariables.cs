using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary>
/// The environment variables that come before any configuration: <c>WANDB_ACTORS_BUFFER_SIZE</c> is <c>wandb.buffer.size</c>. Names are made from
/// the keys that exist, so that each has one meaning.
/// </summary>
internal static class SettingVariables
{
    public const string Prefix = "WANDB_ACTORS_";

    public static string NameOf(string key) => Prefix + key["wandb.".Length..].ToUpperInvariant().Replace('.', '_').Replace('-', '_');

    /// <summary>Those among all variables; one that is empty counts as none.</summary>
    public static Dictionary<string, string> Among(IEnumerable<KeyValuePair<string, string>> variables) => variables
        .Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal) && variable.Value.Length > 0)
        .ToDictionary();

    /// <summary>The configuration that the variables make.</summary>
    public static Config Read(IReadOnlyDictionary<string, string> variables, IEnumerable<string> keys)
    {
        var lines = keys.Where(key => variables.ContainsKey(NameOf(key))).Select(key => $"{key} = {Quote(variables[NameOf(key)])}");
        return ConfigurationFactory.ParseString(string.Join('\n', lines));
    }

    /// <summary>The variables that mean nothing, each with the one that may have been meant.</summary>
    public static IEnumerable<string> Unknown(IReadOnlyDictionary<string, string> variables, IEnumerable<string> keys)
    {
        var names = keys.Select(NameOf).ToHashSet();
        return variables.Keys.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal).Select(name => Spelling.WithNearest(name, names));
    }

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
