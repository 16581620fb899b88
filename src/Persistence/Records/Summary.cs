using System.Diagnostics.CodeAnalysis;

namespace WandbActors;

/// <summary>What a run's summary says of a metric; several may be joined with <c>|</c>. The bits are W&amp;B's field numbers less one.</summary>
[Flags]
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "none is W&B's word for no summary at all, which is not the default")]
public enum Summary
{
    /// <summary>The last value, as it is.</summary>
    Default = 0,

    /// <summary>The smallest number, NaN if one is: <c>{"min": …}</c>.</summary>
    Min = 1 << 0,

    /// <summary>The largest number, NaN if one is: <c>{"max": …}</c>.</summary>
    Max = 1 << 1,

    /// <summary>The mean of all numbers, NaN if one is: <c>{"mean": …}</c>.</summary>
    Mean = 1 << 2,

    /// <summary>The number that comes nearest to the metric's goal, NaN left aside: <c>{"best": …}</c>. Without a goal it says nothing.</summary>
    Best = 1 << 3,

    /// <summary>The last value, beside others: <c>{"last": …}</c>.</summary>
    Last = 1 << 4,

    /// <summary>Nothing: the metric is left out of the summary.</summary>
    None = 1 << 5,

    /// <summary>The last value, as it is: W&amp;B's older word for <see cref="Default"/>.</summary>
    Copy = 1 << 6,

    /// <summary>The first value: <c>{"first": …}</c>.</summary>
    First = 1 << 7,
}
