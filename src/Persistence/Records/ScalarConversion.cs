using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WandbActors.Persistence.Records;

/// <summary>
/// Objects that are one value: numbers, flags, texts, names, times. Dates and times are ISO 8601 texts, a span of time is its seconds.
/// </summary>
internal static class ScalarConversion
{
    // Below this every decimal's nearest double fits back into a decimal; above it the way back may overflow.
    private const decimal MaxDecimalForDouble = 1e28m;

    /// <summary>The object as one value, or <c>null</c> when it is a container or of an unknown type.</summary>
    public static MetricValue? Convert(object value) => value switch
    {
        MetricValue ready => ready,
        string text => new MetricValue(text),
        double number => new MetricValue(number),
        float number => new MetricValue((double)number),
        Half number => new MetricValue((double)number),
        Enum name => new MetricValue(name.ToString()),
        int number => new MetricValue((long)number),
        long number => new MetricValue(number),
        sbyte number => new MetricValue((long)number),
        byte number => new MetricValue((long)number),
        short number => new MetricValue((long)number),
        ushort number => new MetricValue((long)number),
        uint number => new MetricValue((long)number),
        ulong number => new MetricValue(number),
        nint number => new MetricValue((long)number),
        nuint number => new MetricValue((ulong)number),
        decimal number => OfDecimal(number),
        BigInteger number => OfInteger(number),
        Int128 number => OfInteger(number),
        UInt128 number => OfInteger(number),
        bool flag => new MetricValue(flag),
        DBNull => default(MetricValue),
        char letter => new MetricValue(letter.ToString()),
        char[] letters => new MetricValue(new string(letters)),
        Rune letter => new MetricValue(letter.ToString()),
        Guid id => new MetricValue(id.ToString()),
        Uri address => new MetricValue(address.OriginalString),
        DateTime time => OfTime(time, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"),
        DateTimeOffset time => OfTime(time, "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz"),
        DateOnly date => OfTime(date, "yyyy-MM-dd"),
        TimeOnly time => OfTime(time, "HH:mm:ss.FFFFFFF"),
        TimeSpan span => new MetricValue(span.TotalSeconds),
        DataType type => new MetricValue(type),
        DeferredValue deferred => new MetricValue(deferred),
        JsonElement json => OfJson(json),
        JsonValue json => Convert(json.GetValue<object>()),
        Type type => new MetricValue(type.FullName ?? type.Name),
        Delegate function => new MetricValue($"{function.Method.DeclaringType?.FullName}.{function.Method.Name}"),
        Exception problem => new MetricValue($"{problem.GetType().Name}: {problem.Message}"),
        _ => null,
    };

    // A decimal that a double holds with all its digits is logged as one, so that summaries and charts know it as a number.
    private static MetricValue OfDecimal(decimal number)
    {
        if (Math.Abs(number) < MaxDecimalForDouble && (decimal)(double)number == number)
            return new MetricValue((double)number);

        return OfDigits(number.ToString(CultureInfo.InvariantCulture));
    }

    private static MetricValue OfInteger(BigInteger number)
    {
        if (number >= long.MinValue && number <= long.MaxValue)
            return new MetricValue((long)number);
        if (number.Sign > 0 && number <= ulong.MaxValue)
            return new MetricValue((ulong)number);

        return OfDigits(number.ToString(CultureInfo.InvariantCulture));
    }

    private static MetricValue OfDigits(string digits) => new(new ReadyJson(Encoding.UTF8.GetBytes(digits)));

    private static MetricValue OfTime(IFormattable time, string format) => new(time.ToString(format, CultureInfo.InvariantCulture));

    private static MetricValue? OfJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array or JsonValueKind.Object => (MetricValue?)null,
        JsonValueKind.True or JsonValueKind.False => new MetricValue(json.GetBoolean()),
        JsonValueKind.String => new MetricValue(json.GetString()),
        JsonValueKind.Number when json.TryGetInt64(out var number) => new MetricValue(number),
        JsonValueKind.Number when json.TryGetDecimal(out var number) => OfDecimal(number),
        JsonValueKind.Number => new MetricValue(json.GetDouble()),
        _ => default(MetricValue),
    };
}
