using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace WandbActors.Hosting.Configuring;

/// <summary>A run's parameter from a configuration, which knows only texts: what reads as a number or a flag is one.</summary>
internal static class ConfigEntry
{
    /// <summary>The value of an entry; entries below it make a list, if they are numbered, or a dictionary.</summary>
    public static object? Read(IConfigurationSection entry)
    {
        var below = entry.GetChildren().ToArray();
        if (below.Length == 0)
            return Read(entry.Value);

        return below.Index().All(child => child.Item.Key == child.Index.ToString(CultureInfo.InvariantCulture))
            ? below.Select(Read).ToList()
            : below.ToDictionary(child => child.Key, Read);
    }

    private static object? Read(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : bool.TryParse(text, out var flag) ? flag
        : text;
}
