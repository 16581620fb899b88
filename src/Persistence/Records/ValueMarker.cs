namespace WandbActors.Persistence.Records;

/// <summary>The texts that stand where a value could not be read: in parentheses, so that people see that no one logged them.</summary>
internal static class ValueMarker
{
    public static MetricValue Cycle => new("(cycle)");

    public static MetricValue Deferred => new("(a deferred value cannot stand in a list or a setting)");

    public static MetricValue NoPlace(DataType value) => new($"({value.GetType().Name}: has files, and stands only in a row or the summary of a run of its own process)");

    public static MetricValue TooDeep(int limit) => new($"(nested deeper than {limit} levels)");

    public static MetricValue TooLarge(int limit) => new($"(more than {limit} values)");

    public static MetricValue Unreadable(Exception problem) => new($"(unreadable: {Describe(problem)})");

    // Message is virtual: the exception of a broken type may throw once more.
    private static string Describe(Exception problem)
    {
        try
        {
            return $"{problem.GetType().Name}: {problem.Message}";
        }
        catch (Exception)
        {
            return problem.GetType().Name;
        }
    }
}
