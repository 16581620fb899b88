namespace WandbActors.Persistence.Records;

/// <summary>
/// Objects of any type as values, read at the call. Never throws: what cannot be read becomes a text that says why.
/// </summary>
internal static class ObjectConversion
{
    private static volatile Func<object, bool, MetricValue?>[] _converters = [];

    public static MetricValue Convert(object? value) => value switch
    {
        null => default,
        double number => new MetricValue(number),
        long number => new MetricValue(number),
        int number => new MetricValue((long)number),
        float number => new MetricValue((double)number),
        bool flag => new MetricValue(flag),
        string text => new MetricValue(text),
        MetricValue ready => ready,
        _ => new ObjectReader().Read(value),
    };

    /// <summary>An object as a setting in a run's config: lists of numbers stay lists, however long or short.</summary>
    public static MetricValue ConvertSetting(object? value) => new ObjectReader(isSetting: true).Read(value);

    /// <summary>
    /// Teaches the conversion types of another library, wherever they stand: in dictionaries, in lists, in properties. The converter
    /// answers <c>null</c> for what it does not know; it is asked on the logging thread, before any type but the plain ones is looked at.
    /// It is told whether the value may be a deferred one, which may then be logged any number of times.
    /// </summary>
    public static void Register(Func<object, bool, MetricValue?> converter)
    {
        Func<object, bool, MetricValue?>[] before, after;
        do
        {
            before = _converters;
            after = [.. before, converter];
        }
        while (Interlocked.CompareExchange(ref _converters, after, before) != before);
    }

    /// <summary>The value of a type that another library registered, or <c>null</c>.</summary>
    public static MetricValue? ConvertRegistered(object value, bool mayBeDeferred)
    {
        foreach (var converter in _converters)
        {
            if (converter(value, mayBeDeferred) is { } converted)
                return converted;
        }

        return null;
    }
}
