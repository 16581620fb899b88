using System.Collections;

namespace WandbActors.Surroundings;

/// <summary>What the process finds around it, read once: all that the rest of the code needs to know of it is here. Immutable.</summary>
/// <param name="Variables">The environment's variables. Names are compared as the system does.</param>
/// <param name="WorkingDirectory">The working directory, absolute.</param>
/// <param name="Program">The path of the program's assembly, or empty.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="User">The user's name.</param>
internal sealed record ProcessSurroundings(IReadOnlyDictionary<string, string> Variables, string WorkingDirectory, string Program, string Host, string User)
{
    /// <summary>The <c>deps.json</c> of the program, or <c>null</c>.</summary>
    public string? DepsFile { get; init; }

    /// <summary>The user's home directory as the environment says, or <c>null</c>.</summary>
    public string? Home => Variables.GetValueOrDefault("HOME") ?? Variables.GetValueOrDefault("USERPROFILE");

    public static ProcessSurroundings Read()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            entry => (string)entry.Key,
            entry => (string?)entry.Value ?? "",
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        return new ProcessSurroundings(
            variables,
            Environment.CurrentDirectory,
            System.Reflection.Assembly.GetEntryAssembly()?.Location is { Length: > 0 } assembly ? assembly : Environment.ProcessPath ?? "",
            Environment.MachineName,
            Environment.UserName)
        {
            // A list, of which the program's own comes first.
            DepsFile = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';')[0] is { Length: > 0 } deps ? deps : null,
        };
    }

    /// <summary>A path with a leading <c>~</c> as the home directory.</summary>
    public string ExpandHome(string path) => Home is { } home && (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        ? Path.Join(home, path[1..])
        : path;
}
