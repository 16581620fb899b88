namespace WandbActors.Persistence.Buffering;

/// <summary>One value of a row as it was read. Its bytes belong to the item.</summary>
internal readonly ref struct BufferedValue
{
    /// <summary>The <see cref="Key"/> of a name that stands in the row itself: <see cref="BufferedItem.PathOf"/> has it.</summary>
    public const int Inline = -1;

    /// <summary>The number of the metric's path in the key table, or <see cref="Inline"/>.</summary>
    public required int Key { get; init; }

    /// <summary>Any kind but nested and deferred: the first has become its leaves, the second what has arrived.</summary>
    public required MetricValueKind Kind { get; init; }

    /// <summary>The number's eight bytes.</summary>
    public long Bits { get; init; }

    /// <summary>The text, or the JSON text.</summary>
    public ReadOnlySpan<byte> Utf8 { get; init; }

    /// <summary>The object whose JSON is to be written; null if it was lost with its process or found the table full.</summary>
    public DataType? Object { get; init; }

    /// <summary>The object's number in its table; <see cref="HeldObjects.None"/> for one that found the table full.</summary>
    public long HeldNumber { get; init; }

    /// <summary>An object that is gone: a marker is logged in its place, and counted.</summary>
    public bool IsLost => Kind == MetricValueKind.Object && Object is null;

    /// <summary>A deferred value that was given up: <c>NaN</c>.</summary>
    public bool IsGivenUp { get; init; }
}
