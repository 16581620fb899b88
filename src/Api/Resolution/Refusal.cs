namespace WandbActors.Resolution;

/// <summary>How it is said that something cannot start: all that is wrong, at once.</summary>
internal static class Refusal
{
    /// <param name="consequence">What does not happen, such as <c>The run cannot start</c>.</param>
    /// <param name="problems">What is wrong, each without a full stop.</param>
    /// <returns>The words; <c>null</c> when nothing is wrong.</returns>
    public static string? Of(string consequence, IReadOnlyList<string> problems) => problems switch
    {
        [] => null,
        [var only] => $"{consequence}: {only}.",
        _ => $"{consequence}, for {problems.Count} reasons:{string.Concat(problems.Select(problem => $"\n- {problem}."))}",
    };
}
