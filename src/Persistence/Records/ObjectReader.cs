using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace WandbActors.Persistence.Records;

/// <summary>
/// One conversion of one object and all that hangs on it. Never throws, never follows a cycle, and ends within
/// <see cref="MaxDepth"/> levels and <see cref="MaxValues"/> values, whatever it is given.
/// </summary>
internal sealed class ObjectReader(bool isSetting = false)
{
    /// <summary>Readers of W&amp;B's JSON take 500 levels; the row itself is one. Deeper values become a marker.</summary>
    public const int MaxDepth = 499;

    /// <summary>Numbers in arrays and lists of numbers are not counted: they become a histogram. A value of more parts becomes a marker.</summary>
    public const int MaxValues = 100_000;

    // The containers that are being read: one that is met again inside itself is a cycle.
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private int _lists;
    private int _values;

    private bool IsExhausted => _values > MaxValues;

    private NumberForm Form => isSetting ? NumberForm.List : _lists > 0 ? NumberForm.Part : NumberForm.Value;

    private bool HoldsDeferred => !isSetting && _lists == 0;

    public MetricValue Read(object? value)
    {
        var read = ReadAny(value);
        return IsExhausted ? ValueMarker.TooLarge(MaxValues) : read;
    }

    private MetricValue ReadAny(object? value)
    {
        _values++;
        if (value is null)
            return default;

        try
        {
            var read = ScalarConversion.Convert(value) ?? ObjectConversion.ConvertRegistered(value, HoldsDeferred) ?? ReadContainer(value);
            return Place(read);
        }
        catch (Exception problem)
        {
            return ValueMarker.Unreadable(problem);
        }
    }

    private MetricValue ReadContainer(object value)
    {
        if (_open.Count >= MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return ValueMarker.TooDeep(MaxDepth);
        if (!_open.Add(value))
            return ValueMarker.Cycle;

        try
        {
            return ReadParts(value);
        }
        finally
        {
            _open.Remove(value);
        }
    }

    private MetricValue ReadParts(object value)
    {
        if (DictionaryEntries.Of(value) is { } entries)
            return ReadEntries(entries);
        if (NumberElements.Of(value.GetType()) is { } numbers)
            return numbers.Read(value, Form);

        return value switch
        {
            JsonDocument json => ReadAny(json.RootElement),
            JsonElement { ValueKind: JsonValueKind.Array } json => ReadList(json.EnumerateArray()),
            IEnumerable elements => ReadList(elements),
            ITuple tuple => ReadList(Enumerable.Range(0, tuple.Length).Select(index => tuple[index])),
            _ when ReadableProperties.Of(value.GetType()) is { Count: > 0 } properties => ReadEntries(properties.Read(value)),
            _ => new MetricValue(value.ToString()),
        };
    }

    private MetricValue ReadEntries(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var read = new List<KeyValuePair<string, MetricValue>>();
        foreach (var (name, value) in entries)
        {
            if (IsExhausted)
                break;

            read.Add(new(name, ReadAny(value)));
        }

        return new MetricValue(new NestedValues([.. read]));
    }

    private MetricValue ReadList(IEnumerable elements)
    {
        var read = new List<MetricValue>();
        _lists++;
        try
        {
            foreach (var element in elements)
            {
                if (IsExhausted)
                    break;

                read.Add(ReadAny(element));
            }
        }
        finally
        {
            _lists--;
        }

        return ValueList.Of(read);
    }

    // A value that was ready before may be deep in itself, and may be deferred where only ready values can stand.
    private MetricValue Place(MetricValue value)
    {
        if (_open.Count + ValueDepth.Of(value) > MaxDepth)
            return ValueMarker.TooDeep(MaxDepth);

        return !HoldsDeferred && ValueList.Holds(value, MetricValueKind.Deferred) ? ValueMarker.Deferred : value;
    }
}
