using WandbActors.Persistence.Records;

namespace WandbActors;

public readonly partial struct MetricValue
{
    /// <summary>
    /// Any object as a value, read now: numbers of every type with all their digits, flags, texts, enums (their name), dates and times
    /// (ISO 8601), a <see cref="TimeSpan"/> (its seconds), lists (of more than 32 numbers: a histogram of 32 bins, in which NaN and infinities are
    /// left out, and which is one of zeros if there is nothing else; an array or list of one number: that number), dictionaries and objects with public properties (nested), and W&amp;B's data types. Anything else is logged as its text.
    /// Never throws: what cannot be read, repeats itself or is nested too deep becomes a text in parentheses that says so.
    /// </summary>
    public static MetricValue Of(object? value) => ObjectConversion.Convert(value);

    /// <summary>An enum as its name.</summary>
    public static MetricValue Of<TEnum>(TEnum value) where TEnum : struct, Enum => new(value.ToString());
}
