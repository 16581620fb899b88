namespace WandbActors;

/// <summary>What may stand in a column, in a list or under a name: one type, and null where that is allowed.</summary>
/// <param name="Type">The type; <c>null</c> as long as nothing but null has been seen.</param>
/// <param name="IsOptional">Whether null may stand there too.</param>
internal sealed record CellSlot(CellType? Type, bool IsOptional)
{
    /// <summary>A column as it begins.</summary>
    public static readonly CellSlot Empty = new(null, IsOptional: true);

    /// <summary>A column that takes everything.</summary>
    public static readonly CellSlot Mixed = new(CellType.Any, IsOptional: true);

    public string SortText => string.Join(" or ", Types().Select(type => type.SortText));

    /// <summary>The slot with one more value of this type; <c>null</c>: the types do not go together.</summary>
    public CellSlot? Take(CellType type)
    {
        if (type == CellType.Null)
            return IsOptional ? this : new CellSlot(Type, IsOptional: true);
        if (Type is null)
            return this with { Type = type };
        if (Type == CellType.Any)
            return this;

        return Type.Join(type) is { } both ? this with { Type = both } : null;
    }

    /// <summary>The slot of the values of both; <c>null</c>: they do not go together.</summary>
    public CellSlot? Join(CellSlot other)
    {
        var both = other.Type is null ? this : Take(other.Type);
        return both is null ? null : both with { IsOptional = IsOptional || other.IsOptional };
    }

    public MetricValue ToJson()
    {
        var types = Types();
        return types.Count == 1
            ? types[0].ToJson()
            : new MediaJson()
                .Add("wb_type", "union")
                .Add("params", new MediaJson().Add("allowed_types", MediaJson.List(types.Select(type => type.ToJson()))).Value)
                .Value;
    }

    private List<CellType> Types()
    {
        var type = Type ?? CellType.Unknown;
        return IsOptional ? [.. ((CellType[])[type, CellType.Null]).OrderBy(one => one.SortText, StringComparer.Ordinal)] : [type];
    }
}
