using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// <c>Log</c> for rows with tensors in them: <c>run.Log(("loss", loss), ("lr", 1e-3))</c> with <c>loss</c> a tensor. Every form does what the
/// form of the same arguments on <see cref="Run"/> does. A tensor is logged by its value at the call, wherever it is; none is waited for. Never throws.
/// </summary>
public static class RunTensorExtensions
{
    /// <summary>Logs one row at the next step.</summary>
    public static void Log(this Run run, params ReadOnlySpan<(string Name, TensorMetric Value)> values)
    {
        var row = new TensorRow<string>();
        run.Log(row.Read(run, values));
    }

    /// <summary>Logs into the row of this step, which stays open until a higher step, a commit or a flush comes.</summary>
    public static void Log(this Run run, long step, params ReadOnlySpan<(string Name, TensorMetric Value)> values)
    {
        var row = new TensorRow<string>();
        run.Log(step, row.Read(run, values));
    }

    /// <summary>Logs into the open row: with <c>commit: false</c> it stays open and the next call joins it.</summary>
    public static void Log(this Run run, bool commit, params ReadOnlySpan<(string Name, TensorMetric Value)> values)
    {
        var row = new TensorRow<string>();
        run.Log(commit, row.Read(run, values));
    }

    /// <summary>Logs into the row of this step, and says whether the row is complete.</summary>
    public static void Log(this Run run, long step, bool commit, params ReadOnlySpan<(string Name, TensorMetric Value)> values)
    {
        var row = new TensorRow<string>();
        run.Log(step, commit, row.Read(run, values));
    }

    /// <summary>Logs one row at the next step under names from <see cref="Run.Metric"/>: the fastest form.</summary>
    public static void Log(this Run run, params ReadOnlySpan<(Metric Metric, TensorMetric Value)> values)
    {
        var row = new TensorRow<Metric>();
        run.Log(row.Read(run, values));
    }

    /// <summary>Logs into the row of this step, as the form with names does.</summary>
    public static void Log(this Run run, long step, params ReadOnlySpan<(Metric Metric, TensorMetric Value)> values)
    {
        var row = new TensorRow<Metric>();
        run.Log(step, row.Read(run, values));
    }

    /// <summary>Logs into the open row, as the form with names does.</summary>
    public static void Log(this Run run, bool commit, params ReadOnlySpan<(Metric Metric, TensorMetric Value)> values)
    {
        var row = new TensorRow<Metric>();
        run.Log(commit, row.Read(run, values));
    }

    /// <summary>Logs into the row of this step, and says whether the row is complete.</summary>
    public static void Log(this Run run, long step, bool commit, params ReadOnlySpan<(Metric Metric, TensorMetric Value)> values)
    {
        var row = new TensorRow<Metric>();
        run.Log(step, commit, row.Read(run, values));
    }

    /// <summary>Logs a tensor's histogram: <c>run.LogHistogram("grad", tensor)</c> is <c>run.Log(("grad", tensor.ToHistogram()))</c>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The metric.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="bins">How many bins: 64 by default; taken as 1 or 512 when it is below or above.</param>
    /// <param name="step">The step, or <c>null</c> for the next one.</param>
    /// <param name="commit">Whether the row is complete; <c>null</c>: it is, unless a step is given.</param>
    public static void LogHistogram(
        this Run run, string name, Tensor? tensor, int bins = Histogram.DefaultBins, long? step = null, bool? commit = null) =>
        LogOne(run, name, tensor.ToHistogram(bins), step, commit);

    /// <summary>Logs a tensor's statistics: <c>run.LogStatistics("grad", tensor)</c> is <c>run.Log(("grad", tensor.ToStatistics()))</c>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The metric, under which the names of the statistics stand.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="step">The step, or <c>null</c> for the next one.</param>
    /// <param name="commit">Whether the row is complete; <c>null</c>: it is, unless a step is given.</param>
    public static void LogStatistics(this Run run, string name, Tensor? tensor, long? step = null, bool? commit = null) =>
        LogOne(run, name, tensor.ToStatistics(), step, commit);

    private static void LogOne(Run run, string name, TensorMetric value, long? step, bool? commit)
    {
        if (step is { } given)
            run.Log(given, commit ?? false, (name, value));
        else
            run.Log(commit ?? true, (name, value));
    }
}
