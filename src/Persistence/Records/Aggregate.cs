namespace WandbActors;

/// <summary>
/// What <see cref="M:WandbActors.Run.LogEvery(System.Int32,WandbActors.Aggregate,System.ReadOnlySpan{System.String})"/> makes of the numbers of a
/// window. One alone keeps the metric's own name; several, joined with <c>|</c>, become nested names: <c>loss.mean</c>, <c>loss.max</c>.
/// </summary>
[Flags]
public enum Aggregate
{
    /// <summary>Nothing at all, which <c>LogEvery</c> refuses.</summary>
    None = 0,

    /// <summary>The mean; NaN if one of the numbers is.</summary>
    Mean = 1 << 0,

    /// <summary>The smallest; NaN if one of the numbers is.</summary>
    Min = 1 << 1,

    /// <summary>The largest; NaN if one of the numbers is.</summary>
    Max = 1 << 2,

    /// <summary>The last value.</summary>
    Last = 1 << 3,

    /// <summary>The first number.</summary>
    First = 1 << 4,

    /// <summary>The sum; NaN if one of the numbers is.</summary>
    Sum = 1 << 5,

    /// <summary>How many numbers were logged.</summary>
    Count = 1 << 6,
}
