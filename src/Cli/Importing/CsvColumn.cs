using System.Globalization;
using WandbActors.Cli.Exporting;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Importing;

/// <summary>
/// A column of a CSV file. Some programs put every field in quotes: so a column whose values are all numbers is one of numbers, quoted or not; in any other
/// one, what stands in quotes is a text.
/// </summary>
internal sealed class CsvColumn(string name)
{
    private bool _hasOthers;

    public string Name => name;

    /// <summary>Notes a field of the first reading.</summary>
    public void Note(CsvField field) => _hasOthers |= field.Text.Length > 0 && !IsNumber(field.Text);

    /// <summary>What a field of the second reading is; <c>null</c> for no value.</summary>
    public MetricValue? ValueOf(CsvField field)
    {
        if (field.Text.Length == 0 && (!field.IsQuoted || !_hasOthers))
            return null;
        if (!_hasOthers || (!field.IsQuoted && CsvText.LooksLikeValue(field.Text)))
            return NumberOf(field.Text);
        return field.Text is ['{' or '[', ..] && JsonText.IsValue(field.Text) ? JsonValue.Read(field.Text) : field.Text;
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static MetricValue NumberOf(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
