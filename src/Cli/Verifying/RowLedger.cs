namespace WandbActors.Cli.Verifying;

/// <summary>What was counted of a log's rows. Immutable.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="FirstStep">The first one's step.</param>
/// <param name="LastStep">The highest step.</param>
/// <param name="Late">Rows whose step is not above those before them.</param>
/// <param name="WithoutStep">Rows that name no step.</param>
internal readonly record struct RowLedger(long Count, long? FirstStep, long? LastStep, long Late, long WithoutStep)
{
    public RowLedger With(long? step) => this with
    {
        Count = Count + 1,
        FirstStep = FirstStep ?? step,
        LastStep = LastStep is null || step > LastStep ? step : LastStep,
        Late = Late + (step <= LastStep ? 1 : 0),
        WithoutStep = WithoutStep + (step is null ? 1 : 0),
    };
}
