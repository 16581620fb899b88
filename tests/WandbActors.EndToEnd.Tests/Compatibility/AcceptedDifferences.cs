namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>
/// What our runs say otherwise than the official client's, on purpose: each change that is made here to what the official client said
/// stands, with its reason, in docs/compatibility.md.
/// </summary>
internal static class AcceptedDifferences
{
    private const int NewestBeforeLate = 3; // rows of case "steps" that come before the late one

    /// <summary>What the official client would say of a case if it differed in nothing else.</summary>
    public static RunMeaning Of(string name, RunMeaning official)
    {
        if (name == "steps")
            KeepLateRow(official);
        if (name == "metrics")
            ComputeBest(official);
        return official;
    }

    // The official client throws a row with a lower step away.
    private static void KeepLateRow(RunMeaning official) =>
        official["history"].Insert(NewestBeforeLate, Anonymous.Json("""{"late":1,"_step":2,"_runtime":0,"_timestamp":0}"""));

    // The official client takes summary="best" and then keeps the last value.
    private static void ComputeBest(RunMeaning official)
    {
        foreach (var part in (string[])["summary", "files"])
            official[part] = [.. official[part].Select(line => line.Replace("\"acc\":0.4", "\"acc\":{\"best\":0.9}", StringComparison.Ordinal))];
    }
}
