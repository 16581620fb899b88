namespace WandbActors.Persistence.Records;

/// <summary>Objects of any type as values, read at the call.</summary>
internal static class ObjectConversion
{
    public static MetricValue Convert(object? value) => value switch
    {
        null => default,
        MetricValue ready => ready,
        double number => new MetricValue(number),
        long number => new MetricValue(number),
        bool flag => new MetricValue(flag),
        string text => new MetricValue(text),
        _ => new MetricValue(value.ToString()),
    };
}
