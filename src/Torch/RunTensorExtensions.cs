namespace WandbActors;

/// <summary>
/// <c>Log</c> for rows with tensors in them: <c>run.Log(("loss", loss), ("lr", 1e-3))</c> with <c>loss</c> a tensor. Every form does what the
/// form of the same arguments on <see cref="Run"/> does; tensors are read before it returns. Never throws.
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
}
