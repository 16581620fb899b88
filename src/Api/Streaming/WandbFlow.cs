using Akka;
using Akka.Streams.Dsl;

namespace WandbActors;

/// <summary>
/// Logs the elements of a stream on their way: each is a row of a run as soon as it has passed. While the run's memory buffer is full the stream waits, and no thread with
/// it: nothing is lost. It fails with a <see cref="WandbException"/> when the run has ended. A row that is larger than any may be is counted by the run
/// as refused, and the stream goes on. Like rows that actors tell a run, these are joined by nothing that <c>run.Log</c> would add.
/// </summary>
public static class WandbFlow
{
    /// <summary>A flow of rows.</summary>
    public static Flow<LogRow, LogRow, NotUsed> ForRun(Run run) => ForRun<LogRow>(run, row => row);

    /// <summary>A flow of anything that rows are made of.</summary>
    /// <param name="run">The run.</param>
    /// <param name="row">What is logged of an element.</param>
    public static Flow<T, T, NotUsed> ForRun<T>(Run run, Func<T, LogRow> row) =>
        Flow.FromGraph(new LoggingStage<T>(run, element => run.TryLog(row(element))));

    /// <summary>A flow of anything that named values are made of: each element is a row at the next step.</summary>
    /// <param name="run">The run.</param>
    /// <param name="values">What is logged of an element: <c>batch => [("loss", batch.Loss), ("accuracy", batch.Accuracy)]</c>.</param>
    public static Flow<T, T, NotUsed> ForRun<T>(Run run, Func<T, (string Name, MetricValue Value)[]> values) =>
        Flow.FromGraph(new LoggingStage<T>(run, element => run.TryLog(values(element), step: null, commit: true)));
}
