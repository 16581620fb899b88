using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using WandbActors.Actors.Settings;

namespace WandbActors.Hosting.Configuring;

/// <summary>Reads a configuration section into options, one setting after the other, so that every wrong one is found and not only the first.</summary>
internal static class WandbSection
{
    private static readonly Dictionary<string, PropertyInfo> Settings = typeof(WandbOptions)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    public static void Read(IConfiguration section, WandbOptions options)
    {
        foreach (var setting in section.GetChildren())
        {
            if (setting.Key.Equals(nameof(WandbOptions.Config), StringComparison.OrdinalIgnoreCase))
                ReadConfig(setting, options);
            else if (Settings.TryGetValue(setting.Key, out var property))
                Read(setting, property, options);
            else
                options.SectionProblems.Add($"{setting.Path} is no setting{Meant(setting.Key)}");
        }
    }

    private static void ReadConfig(IConfigurationSection section, WandbOptions options)
    {
        if (!string.IsNullOrEmpty(section.Value))
            options.SectionProblems.Add($"{section.Path} is \"{section.Value}\": use entries below it, such as {section.Path}:lr");
        foreach (var entry in section.GetChildren())
            options.Config[entry.Key] = ConfigEntry.Read(entry);
    }

    private static void Read(IConfigurationSection setting, PropertyInfo property, WandbOptions options)
    {
        if (FindProblem(setting, property.PropertyType) is { } problem)
        {
            options.SectionProblems.Add($"{setting.Path} {problem}");
            return;
        }

        try
        {
            if (setting.Get(property.PropertyType) is { } value)
                property.SetValue(options, value);
        }
        catch (InvalidOperationException)
        {
            options.SectionProblems.Add($"{setting.Path} is \"{setting.Value}\": use {Wanted(property.PropertyType)}");
        }
    }

    // What .NET's binder drops without a word, or takes for what nobody means: 30 for thirty days.
    private static string? FindProblem(IConfigurationSection setting, Type type)
    {
        var isList = type == typeof(IList<string>);
        if (isList && !string.IsNullOrEmpty(setting.Value))
            return $"is \"{setting.Value}\": use entries below it, such as {setting.Path}:0";
        if (!isList && setting.GetChildren().Any())
            return $"has entries below it: use {Wanted(type)}";

        return Plain(type) == typeof(TimeSpan) && IsTimeWithoutUnit(setting.Value) ? $"is \"{setting.Value}\": use {Wanted(type)}" : null;
    }

    private static bool IsTimeWithoutUnit(string? text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time != TimeSpan.Zero && !text.Contains(':');

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string Meant(string key) =>
        Spelling.Nearest(key, Settings.Keys) is { } near ? $"; {near} is one" : "; docs/hosting.md says which there are";

    private static string Wanted(Type type) => Plain(type) switch
    {
        { IsEnum: true } words => string.Join(" or ", Enum.GetNames(words)),
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(TimeSpan) => "a time such as 00:00:30",
        _ => "a text",
    };
}
