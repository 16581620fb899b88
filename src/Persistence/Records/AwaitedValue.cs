namespace WandbActors.Persistence.Records;

/// <summary>
/// A deferred value that the run itself reads, off the hot path, in the order of binding. Bound at most once at a time, so that the values
/// that are awaited can be linked to one another and awaiting one allocates nothing.
/// </summary>
internal abstract class AwaitedValue : DeferredValue
{
    /// <summary>The one awaited after this one. Belongs to whoever holds the chain.</summary>
    public AwaitedValue? Next { get; set; }

    /// <summary>Where the value belongs; none when its row was refused.</summary>
    public DeferredPlace Place { get; private set; }

    /// <summary>Takes a chain apart: its values in their order, each unlinked, so that it may be bound again at once, by any thread.</summary>
    public static IEnumerable<AwaitedValue> TakeApart(AwaitedValue? first)
    {
        for (var value = first; value is not null;)
        {
            var next = value.Next;
            value.Next = null;
            yield return value;
            value = next;
        }
    }

    protected internal sealed override void Bind(DeferredPlace place)
    {
        Place = place;
        place.Await(this);
    }

    /// <summary>Whether reading may take long, as the program's own code may: others do not wait behind it.</summary>
    public virtual bool MayWait => false;

    /// <summary>Reads the value and fills its place. On a reading thread; may throw: then the place is given up.</summary>
    public abstract void Deliver();

    /// <summary>Lets go of what the value holds; it may be bound again. On that thread, after the value was delivered or given up.</summary>
    public virtual void Release() => Place = default;
}
