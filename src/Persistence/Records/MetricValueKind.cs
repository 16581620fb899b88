namespace WandbActors;

/// <summary>What a <see cref="MetricValue"/> holds, and how its eight bytes of number are to be read.</summary>
public enum MetricValueKind : byte
{
    /// <summary>Nothing: JSON <c>null</c>.</summary>
    Null = 0,

    /// <summary>A double-precision number, NaN and infinities included.</summary>
    Float64 = 1,

    /// <summary>A signed 64-bit integer.</summary>
    Int64 = 2,

    /// <summary>An unsigned 64-bit integer above <see cref="long.MaxValue"/>.</summary>
    UInt64 = 3,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool = 4,

    /// <summary>A text.</summary>
    Text = 5,

    /// <summary>Ready JSON text, made at the call: lists, and numbers of more digits than a double holds.</summary>
    Json = 6,

    /// <summary>Names with values of their own; a row stores its leaves.</summary>
    Nested = 7,

    /// <summary>An object whose JSON is written off the hot path, such as a <c>Histogram</c>.</summary>
    Object = 8,

    /// <summary>A value that another runtime will deliver later; its row waits for it in place.</summary>
    Deferred = 9,
}
