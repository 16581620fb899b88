using System.Buffers;

namespace WandbActors;

/// <summary>
/// One of W&amp;B's data types: an immutable value whose JSON is written off the hot path. It waits in the process beside the row buffer:
/// when the process is killed before its row is written, the row survives with a marker in its place, and the loss is counted.
/// </summary>
public abstract class DataType
{
    /// <summary>Writes the value as one JSON text in UTF-8. Called on the logging runtime's own thread; must not throw.</summary>
    protected internal abstract void WriteJson(IBufferWriter<byte> writer);

    /// <summary>About so many bytes it keeps in memory while it waits; the same at all times.</summary>
    internal virtual long HeldBytes => 0;

    /// <summary>What people know it as.</summary>
    internal virtual string TypeName => GetType().Name;

    /// <summary>What is logged of it: itself, or what it is at this moment if it may change.</summary>
    internal virtual DataType Snapshot() => this;

    /// <summary>The name that it is logged under when it is logged under this one.</summary>
    internal virtual string NameFor(string name) => name;

    /// <summary>Writes the value where it stands; <c>null</c>: nowhere in a run's rows or summary.</summary>
    internal virtual void WriteJson(MediaPlace? place, IBufferWriter<byte> writer) => WriteJson(writer);

    /// <summary>Logs a value of one of W&amp;B's data types; <c>null</c> is JSON <c>null</c>.</summary>
    public static implicit operator MetricValue(DataType? value) => value is null ? default : new MetricValue(value);
}
