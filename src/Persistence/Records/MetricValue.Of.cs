using WandbActors.Persistence.Records;

namespace WandbActors;

public readonly partial struct MetricValue
{
    /// <summary>
    /// Any object as a value, read now: numbers, flags, texts, enums (their name), dates and times (ISO 8601), lists and arrays
    /// (of more than 32 numbers: a histogram), dictionaries (nested), and W&amp;B's data types. Anything else is logged as its text.
    /// </summary>
    public static MetricValue Of(object? value) => ObjectConversion.Convert(value);

    /// <summary>An enum as its name.</summary>
    public static MetricValue Of<TEnum>(TEnum value) where TEnum : struct, Enum => new(value.ToString());
}
