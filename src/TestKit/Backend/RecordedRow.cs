namespace WandbActors.TestKit;

/// <summary>A row of a run's history, on a server or in a log. Immutable.</summary>
public sealed class RecordedRow : RecordedValues
{
    internal RecordedRow(string json) : base(json)
    {
    }

    /// <summary>The row's step; <c>null</c> if it says none.</summary>
    public long? Step => (long?)Number("_step");
}
