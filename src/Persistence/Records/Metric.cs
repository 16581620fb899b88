namespace WandbActors;

/// <summary>
/// A metric's name, registered with a run once, so that logging it costs no search. It keeps its meaning everywhere: used with another
/// run than the one that made it, it is looked up by its name.
/// </summary>
public sealed class Metric
{
    internal Metric(string name, object owner, int key)
    {
        Name = name;
        Owner = owner;
        Key = key;
    }

    /// <summary>The name that the values are logged under.</summary>
    public string Name { get; }

    /// <summary>The row buffer that gave <see cref="Key"/>.</summary>
    internal object Owner { get; }

    /// <summary>The name's number in the owner's key table; negative when the table was full.</summary>
    internal int Key { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
