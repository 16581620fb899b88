using System.Diagnostics;

namespace WandbActors;

/// <summary>The trace that a row was logged in, as values of the row.</summary>
public static class RowTrace
{
    /// <summary>The name under which a row has its trace: 32 hexadecimal digits.</summary>
    public const string TraceName = "trace_id";

    /// <summary>The name under which a row has its span: 16 hexadecimal digits.</summary>
    public const string SpanName = "span_id";

    /// <summary>
    /// The row with <c>trace_id</c> and <c>span_id</c> of <see cref="Activity.Current"/>, for an actor that tells a run of it:
    /// <c>run.Actor.Tell(new LogRow(("loss", 0.3)).WithTrace())</c>. Without a current activity, or with values of these names, it is left as it is.
    /// </summary>
    public static LogRow WithTrace(this LogRow row)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity || row.Values.IsDefaultOrEmpty || row.Values.Any(value => value.Key is TraceName or SpanName))
            return row;

        return row with
        {
            Values = [.. row.Values, new(TraceName, activity.TraceId.ToHexString()), new(SpanName, activity.SpanId.ToHexString())],
        };
    }
}
