using Google.Protobuf.Collections;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// Where an item of a history, summary or config record belongs. A nested key wins over a plain one; one name alone is the same in both.
/// </summary>
internal static class ItemPath
{
    public static bool IsFlat(RepeatedField<string> nestedKey) => nestedKey.Count <= 1;

    /// <summary>The name of a flat item.</summary>
    public static string Name(string key, RepeatedField<string> nestedKey) => nestedKey.Count == 0 ? key : nestedKey[0];

    public static string[] Of(string key, RepeatedField<string> nestedKey) => nestedKey.Count == 0 ? [key] : [.. nestedKey];
}
