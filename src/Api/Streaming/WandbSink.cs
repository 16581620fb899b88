using Akka;
using Akka.Streams.Dsl;

namespace WandbActors;

/// <summary>Logs the elements of a stream, and ends it: what <see cref="WandbFlow"/> is, as a sink. The task is done when the last row is in the run's memory buffer.</summary>
public static class WandbSink
{
    /// <summary>A sink for rows.</summary>
    public static Sink<LogRow, Task<Done>> ForRun(Run run) => Of(WandbFlow.ForRun(run));

    /// <inheritdoc cref="WandbFlow.ForRun{T}(Run, Func{T, LogRow})"/>
    public static Sink<T, Task<Done>> ForRun<T>(Run run, Func<T, LogRow> row) => Of(WandbFlow.ForRun(run, row));

    /// <inheritdoc cref="WandbFlow.ForRun{T}(Run, Func{T, ValueTuple{string, MetricValue}[]})"/>
    public static Sink<T, Task<Done>> ForRun<T>(Run run, Func<T, (string Name, MetricValue Value)[]> values) => Of(WandbFlow.ForRun(run, values));

    private static Sink<T, Task<Done>> Of<T>(Flow<T, T, NotUsed> flow) => flow.ToMaterialized(Sink.Ignore<T>(), Keep.Right);
}
