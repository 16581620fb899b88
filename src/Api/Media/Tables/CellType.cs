namespace WandbActors;

/// <summary>
/// The type of a table's cells as W&amp;B's pages know it: a name, with parameters for some. Immutable; equal by value.
/// </summary>
internal abstract record CellType
{
    public static readonly CellType Null = new Named("none");
    public static readonly CellType Number = new Named("number");
    public static readonly CellType Text = new Named("string");
    public static readonly CellType Flag = new Named("boolean");
    public static readonly CellType Time = new Named("timestamp");
    public static readonly CellType Unknown = new Named("unknown");
    public static readonly CellType Any = new Named("any");

    /// <summary>W&amp;B's client sorts the alternatives of a cell by these texts, so that an artifact's digest depends on them.</summary>
    public abstract string SortText { get; }

    public abstract MetricValue ToJson();

    /// <summary>The type of cells of both types; <c>null</c> if there is none.</summary>
    public virtual CellType? Join(CellType other) => Equals(other) ? this : null;

    protected static string Capitalised(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";

    protected static MetricValue ToJson(string name, MediaJson parameters) => new MediaJson().Add("wb_type", name).Add("params", parameters.Value).Value;

    /// <summary>A type that is all in its name.</summary>
    public sealed record Named(string Name) : CellType
    {
        public override string SortText => Capitalised(Name);

        public override MetricValue ToJson() => new MediaJson().Add("wb_type", Name).Value;
    }

    /// <summary>An object of which W&amp;B knows no more than its class.</summary>
    public sealed record OfClass(string ClassName) : CellType
    {
        public override string SortText => $"Pythonobject(class_name:{ClassName})";

        public override MetricValue ToJson() => ToJson("pythonObject", new MediaJson().Add("class_name", ClassName));
    }

    /// <summary>A list: of what, and how long if all are equally long.</summary>
    public sealed record List(CellSlot Element, int? Length) : CellType
    {
        public override string SortText => $"{Element.SortText}[]";

        public override MetricValue ToJson() =>
            ToJson("list", new MediaJson().Add("element_type", Element.ToJson()).Add("length", Length));

        public override CellType? Join(CellType other) => other is List list && Element.Join(list.Element) is { } element
            ? new List(element, Length == list.Length ? Length : null)
            : null;
    }

    /// <summary>Names with values of their own; the same names in every cell.</summary>
    public sealed record Members(IReadOnlyList<(string Name, CellSlot Slot)> Slots) : CellType
    {
        public override string SortText => $"{{{string.Join(", ", Slots.Select(member => $"'{member.Name}': {member.Slot.SortText}"))}}}";

        public override MetricValue ToJson()
        {
            var types = new MediaJson();
            foreach (var (name, slot) in Slots)
                types.Add(name, slot.ToJson());
            return ToJson("typedDict", new MediaJson().Add("type_map", types.Value));
        }

        public override CellType? Join(CellType other)
        {
            if (other is not Members members || members.Slots.Count != Slots.Count)
                return null;

            var joined = new List<(string, CellSlot)>();
            foreach (var (name, slot) in Slots)
            {
                if (members.Slots.Where(member => member.Name == name).Select(member => slot.Join(member.Slot)).FirstOrDefault() is not { } both)
                    return null;

                joined.Add((name, both));
            }

            return new Members(joined);
        }

        public bool Equals(Members? other) => other is not null && Slots.SequenceEqual(other.Slots);

        public override int GetHashCode() => Slots.Count;
    }
}
