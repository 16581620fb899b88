namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The names that one call logged together, in their order, and their key numbers. Immutable. A name is a string or a <see cref="Metric"/>.
/// </summary>
internal sealed class RowShape(object[] names, uint[] keys)
{
    public static readonly RowShape Empty = new([], []);

    public uint[] Keys => keys;

    /// <summary>Whether these are the very same name objects: the test that literals pass.</summary>
    public bool IsSame(ReadOnlySpan<(object Name, MetricValue Value)> row)
    {
        if (names.Length != row.Length)
            return false;

        for (var i = 0; i < row.Length; i++)
        {
            if (!ReferenceEquals(names[i], row[i].Name))
                return false;
        }

        return true;
    }

    /// <summary>Whether these are the same names, if made anew for each call.</summary>
    public bool IsEqual(ReadOnlySpan<(object Name, MetricValue Value)> row)
    {
        if (names.Length != row.Length)
            return false;

        for (var i = 0; i < row.Length; i++)
        {
            if (!ReferenceEquals(names[i], row[i].Name) && !(names[i] is string known && row[i].Name is string name && known == name))
                return false;
        }

        return true;
    }
}
