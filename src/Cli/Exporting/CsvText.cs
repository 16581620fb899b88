using System.Globalization;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Exporting;

/// <summary>Values as fields of a CSV file.</summary>
internal static class CsvText
{
    /// <summary>A row's value in one of its columns; empty where it has none.</summary>
    public static string Of(LoggedRow row, int column) => row[column] is { } cell ? Of(cell)
        : column == ColumnNames.Step && row.Step is { } step ? step.ToString(CultureInfo.InvariantCulture)
        : "";

    public static string Quoted(string text, bool isNeeded) => isNeeded ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>Whether a text must stand in quotes, so that it is one field and stays a text.</summary>
    public static bool NeedsQuotes(string text) =>
        text.Length == 0 || text.AsSpan().IndexOfAny("\",\r\n") >= 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || LooksLikeValue(text);

    /// <summary>Whether a field without quotes is a number, a flag or nothing.</summary>
    public static bool LooksLikeValue(string text) =>
        text is "true" or "false" or "" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Of(Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Null:
                return "";
            case CellKind.Text:
                var text = cell.Text;
                return Quoted(text, NeedsQuotes(text));
            case CellKind.Json:
                return Quoted(JsonOf(cell), isNeeded: true);
            default:
                return cell.Json;
        }
    }

    /// <summary>A list or an object as JSON that every program reads.</summary>
    public static string JsonOf(Cell cell) => StrictJson.Of(writer => StrictJson.Write(writer, cell));
}
