using Microsoft.Extensions.Configuration;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>A configuration in memory.</summary>
internal static class Settings
{
    public static IConfigurationRoot Of(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
}
