using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// A value that another runtime delivers later: a device, a remote call. When its row is written to the buffer it is bound to its place
/// there; whoever materialises it fills the place. The value is the one at the call, whenever it arrives; it keeps its row's step and time.
/// </summary>
/// <remarks>
/// <see cref="Of(Task{double})"/> and <see cref="Of(Func{MetricValue})"/> cover most needs; a runtime with queues of its own derives from this.
/// It stands in a row or the summary, or in nested names of these, but not in a list or a setting.
/// </remarks>
public abstract class DeferredValue
{
    /// <summary>
    /// Called on the logging thread, once for each row that the value is logged in, with the place that it belongs in. Must not throw and must
    /// not block. The place may be filled at once.
    /// </summary>
    protected internal abstract void Bind(DeferredPlace place);

    /// <summary>
    /// Called instead of <see cref="Bind"/> when the row was refused: nobody waits for the value. Does nothing by default; must not throw.
    /// </summary>
    protected internal virtual void Abandon() { }

    /// <summary>What a task will have computed. One that fails or is cancelled is logged as <c>NaN</c> and counted.</summary>
    public static DeferredValue Of(Task<double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new DeferredTask<double>(value, static number => new MetricValue(number));
    }

    /// <summary>What a task will have computed: a number, text, list, image or any other value.</summary>
    public static DeferredValue Of(Task<MetricValue> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new DeferredTask<MetricValue>(value, static any => any);
    }

    /// <summary>
    /// What <paramref name="read"/> gives back. It is called once, on a thread that the run has for this, in the order of the rows, unless its row has
    /// gone out without it meanwhile; it may wait for a device. One that throws is logged as <c>NaN</c> and counted.
    /// </summary>
    public static DeferredValue Of(Func<MetricValue> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new DeferredCall(read);
    }

    /// <summary>Logs the value in its row's place; <c>null</c> is JSON <c>null</c>.</summary>
    public static implicit operator MetricValue(DeferredValue? value) => value is null ? default : new MetricValue(value);
}
