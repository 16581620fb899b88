namespace WandbActors.Cli.Exporting;

/// <summary>A file format that rows are written in.</summary>
internal interface IExportFormat
{
    /// <summary>What the file of a run of this name is called.</summary>
    string FileNameOf(RunRows rows, string name);

    /// <summary>Whether the files of each run want a directory of their own.</summary>
    bool IsDirectory => false;

    /// <summary>Whether it can be written where nobody can go back.</summary>
    bool IsPipeable => false;

    /// <summary>Writes all rows. Memory does not grow with their number.</summary>
    Task WriteAsync(RunRows rows, Stream stream);
}
