using System.Globalization;
using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>Reads JSON back as a value: numbers, flags and texts as what they are, all else as the JSON that it is.</summary>
internal static class JsonValue
{
    public static MetricValue Read(string json)
    {
        if (JsonText.IsText(json))
            return new MetricValue(JsonText.Unquote(json.Trim()));

        return json.Trim() switch
        {
            "null" or "" => default,
            "true" => true,
            "false" => false,
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => new MetricValue(new ReadyJson(Encoding.UTF8.GetBytes(json))),
        };
    }
}
