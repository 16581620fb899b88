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
        foreach (var entry in section.GetChildren())
            options.Config[entry.Key] = ConfigEntry.Read(entry);
    }

    private static void Read(IConfigurationSection setting, PropertyInfo property, WandbOptions options)
    {
        try
        {
            if (setting.Get(property.PropertyType) is { } value)
                property.SetValue(options, value);
        }
        catch (InvalidOperationException)
        {
            options.SectionProblems.Add($"{setting.Path} is \"{setting.Value}\": use {Wanted(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)}");
        }
    }

    private static string Meant(string key) =>
        Spelling.Nearest(key, Settings.Keys) is { } near ? $"; {near} is one" : "; docs/hosting.md says which there are";

    private static string Wanted(Type type) =>
        type.IsEnum ? string.Join(" or ", Enum.GetNames(type))
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time such as 00:00:30"
        : "a text";
}
