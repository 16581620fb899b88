namespace WandbActors.Cli.Importing;

/// <summary>What one run is made of.</summary>
internal interface IImportSource
{
    /// <summary>What the run is called unless the user says it.</summary>
    string Name { get; }

    /// <summary>The file, or the directory of files.</summary>
    string Path { get; }

    /// <summary>What was there and is not taken over: sentences, known when all rows have been read. Most often none.</summary>
    IEnumerable<string> Remarks => [];

    /// <summary>Whether all of it could be read; known when all rows have been.</summary>
    bool IsWhole => true;

    /// <summary>The rows in their order, each the same object, valid until the next. Memory does not grow with their number.</summary>
    /// <exception cref="InvalidDataException">Something cannot be read; the message says what and where.</exception>
    IEnumerable<ImportedRow> Read();
}
