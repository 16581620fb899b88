namespace WandbActors;

/// <summary>What may name one metric, or all that begin alike.</summary>
internal static class MetricNames
{
    /// <summary>Throws unless it is a name, or one with a single <c>*</c> at its end.</summary>
    public static void ThrowIfInvalid(string? name, string method)
    {
        if (string.IsNullOrEmpty(name))
            throw new WandbException($"{method}: a metric has a name that is not empty");
        if (name.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 && star < name.Length - 1)
            throw new WandbException($"{method}(\"{name}\"): a * stands only at the end of a name");
    }
}
