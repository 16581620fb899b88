namespace WandbActors.Cli.Importing;

/// <summary>A field of a CSV file.</summary>
/// <param name="Text">What stands in it.</param>
/// <param name="IsQuoted">Whether that stood in quotes.</param>
internal readonly record struct CsvField(string Text, bool IsQuoted);
