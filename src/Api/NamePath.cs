namespace WandbActors;

/// <summary>Names as a program gives them. A training program is not thrown at: <c>null</c> and no name at all are the empty name.</summary>
internal static class NamePath
{
    public static string[] Of(ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
            return [""];

        var names = path.ToArray();
        for (var place = 0; place < names.Length; place++)
            names[place] ??= "";
        return names;
    }
}
