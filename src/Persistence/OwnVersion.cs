using System.Reflection;

namespace WandbActors.Persistence;

/// <summary>The version of this runtime, as the server and people are told: <c>0.1.0</c>, or <c>0.1.1-alpha.0.7</c> between two releases.</summary>
internal static class OwnVersion
{
    // The commit behind the plus sign says nothing to them.
    public static string Text { get; } =
        typeof(OwnVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
