using System.Globalization;
using System.Text.Json.Nodes;

namespace WandbActors.TestKit;

/// <summary>Values by name, as W&amp;B keeps them in a JSON object: a row, a summary, a config. Immutable.</summary>
public class RecordedValues
{
    private readonly Lazy<JsonObject> _values;

    internal RecordedValues(string json)
    {
        Json = json;
        _values = new Lazy<JsonObject>(() => JsonMeaning.Node(json).AsObject());
    }

    /// <summary>The object as it was written.</summary>
    public string Json { get; }

    /// <summary>The names of the values, also of those that W&amp;B's clients add: they begin with <c>_</c>.</summary>
    public IReadOnlyList<string> Names => [.. Values.Select(value => value.Key)];

    private JsonObject Values => _values.Value;

    /// <summary>Whether there is a value of this name.</summary>
    public bool Has(string name) => Values.ContainsKey(name);

    /// <summary>The number of this name, NaN and infinities too; <c>null</c> if there is none, or something else.</summary>
    public double? Number(string name) => Values[name] is JsonValue value ? NumberOf(value) : null;

    /// <summary>The value of this name as JSON, a text without its quotes; <c>null</c> if there is none.</summary>
    public string? Text(string name) => Values[name] is { } value
        ? value is JsonValue plain && plain.TryGetValue<string>(out var text) ? text : value.ToJsonString()
        : Has(name) ? "null" : null;

    /// <summary>The object as it was written.</summary>
    public override string ToString() => Json;

    internal static RecordedValues OfConfig(string? json)
    {
        var config = new JsonObject();
        foreach (var (name, setting) in JsonMeaning.Node(json ?? "{}").AsObject().Where(setting => setting.Key != "_wandb"))
            config[name] = setting?["value"]?.DeepClone();
        return new RecordedValues(config.ToJsonString());
    }

    // What JSON has no number for stands there as a text.
    private static double? NumberOf(JsonValue value)
    {
        if (value.TryGetValue<double>(out var number))
            return number;

        return value.TryGetValue<string>(out var text) && text is "NaN" or "Infinity" or "-Infinity"
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : null;
    }
}
