using System.Buffers;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// A data type that has files: an image, a table, a sound. It can be logged, alone, in lists and in nested values, and set in the summary.
/// Its files are written into the run's <c>files/</c> when its JSON is, off the hot path, and announced beside its row. Immutable.
/// </summary>
/// <remarks>A type of your own derives from it, adds its files to the place that it is given, and writes their JSON as W&amp;B knows it.</remarks>
public abstract class Media : DataType
{
    /// <summary>
    /// Writes the value's files to its place, and the value as one JSON text in UTF-8. Called on the logging runtime's own thread, and again for the
    /// same place when that had to be begun anew: the same files and the same JSON must come of it. What it throws is said once, and
    /// counted; a text that says so is logged instead.
    /// </summary>
    /// <param name="writer">Takes the JSON.</param>
    /// <param name="place">Where the value stands: its metric, its step, its run.</param>
    protected internal abstract void WriteJson(IBufferWriter<byte> writer, MediaPlace place);

    /// <summary>Writes a text that says that there is no place for files here: in a run's config.</summary>
    protected internal sealed override void WriteJson(IBufferWriter<byte> writer) =>
        ValueJson.Write(ValueMarker.NoPlace(this), writer);

    internal sealed override void WriteJson(MediaPlace? place, IBufferWriter<byte> writer)
    {
        if (place is null)
            WriteJson(writer);
        else
            WriteJson(writer, place);
    }

    /// <summary>
    /// Writes a list of values of this very type, this one first: false, and nothing written, for a type of which W&amp;B knows no list.
    /// </summary>
    internal virtual bool TryWriteList(IReadOnlyList<Media> list, IBufferWriter<byte> writer, MediaPlace place) => false;
}
