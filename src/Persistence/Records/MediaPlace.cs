namespace WandbActors;

/// <summary>
/// Where a value with files stands: which metric at which step of which run. It takes the value's files. One thread at a time; for one value.
/// </summary>
public abstract class MediaPlace
{
    internal MediaPlace(string key, string step)
    {
        Key = key;
        Step = step;
    }

    /// <summary>The metric's name; of a nested one, the innermost.</summary>
    public string Key { get; }

    /// <summary>The step as digits; <c>summary</c> for a value that is set in the summary.</summary>
    public string Step { get; }

    /// <summary>
    /// Writes a file named for its content (in the run's <c>files/</c>, for its metric and step too) and sees to it that it is uploaded. The same
    /// content at the same place is the same file, however often it is added.
    /// </summary>
    /// <param name="directory">Where, such as <c>media/images</c>.</param>
    /// <param name="extension">How the name ends, such as <c>.png</c>.</param>
    /// <param name="content">The file's bytes.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public abstract MediaFile AddFile(string directory, string extension, ReadOnlySpan<byte> content);
}
