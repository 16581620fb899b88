namespace WandbActors;

public readonly partial struct MetricValue
{
    /// <summary>Logs a double.</summary>
    public static implicit operator MetricValue(double value) => new(value);

    /// <summary>Logs a float by its exact value as a double, as W&amp;B does.</summary>
    public static implicit operator MetricValue(float value) => new((double)value);

    /// <summary>Logs a half by its exact value as a double.</summary>
    public static implicit operator MetricValue(Half value) => new((double)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator MetricValue(sbyte value) => new((long)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator MetricValue(byte value) => new((long)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator MetricValue(short value) => new((long)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator MetricValue(ushort value) => new((long)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator MetricValue(int value) => new((long)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator MetricValue(uint value) => new((long)value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator MetricValue(long value) => new(value);

    /// <summary>Logs an integer.</summary>
    public static implicit operator MetricValue(ulong value) => new(value);

    /// <summary>Logs a flag.</summary>
    public static implicit operator MetricValue(bool value) => new(value);

    /// <summary>Logs a text.</summary>
    public static implicit operator MetricValue(string? value) => new(value);

    /// <summary>Logs a decimal with all its digits.</summary>
    public static implicit operator MetricValue(decimal value) => Of(value);

    /// <summary>Logs a list of images, sounds or others with files, in W&amp;B's own form of such a list where they are of one type.</summary>
    public static implicit operator MetricValue(Media[]? value) => Of(value);

    /// <summary>Logs a number, or <c>null</c>.</summary>
    public static implicit operator MetricValue(double? value) => value is { } number ? new(number) : default;

    /// <summary>Logs a number, or <c>null</c>.</summary>
    public static implicit operator MetricValue(float? value) => value is { } number ? new((double)number) : default;

    /// <summary>Logs a number, or <c>null</c>.</summary>
    public static implicit operator MetricValue(int? value) => value is { } number ? new((long)number) : default;

    /// <summary>Logs a number, or <c>null</c>.</summary>
    public static implicit operator MetricValue(long? value) => value is { } number ? new(number) : default;

    /// <summary>Logs a number, or <c>null</c>.</summary>
    public static implicit operator MetricValue(decimal? value) => value is { } number ? Of(number) : default;

    /// <summary>Logs a flag, or <c>null</c>.</summary>
    public static implicit operator MetricValue(bool? value) => value is { } flag ? new(flag) : default;
}
