using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>What a program has set in the summary or the config, for reading it back: values by their paths. Any thread.</summary>
internal sealed class SetValues
{
    private readonly OrderedDictionary<string, Node> _root = [];

    /// <summary>The names at the top, with all that is in them.</summary>
    public KeyValuePair<string, MetricValue>[] Top
    {
        get
        {
            lock (_root)
                return [.. _root.Select(member => new KeyValuePair<string, MetricValue>(member.Key, member.Value.ToValue()))];
        }
    }

    /// <summary>Sets a value; what was there before, and all within it, is replaced.</summary>
    public void Set(ReadOnlySpan<string> path, MetricValue value)
    {
        lock (_root)
            Parent(path)[path[^1]] = new Node(value);
    }

    /// <summary>Sets a value; the members of nested ones join those that are there.</summary>
    public void Merge(ReadOnlySpan<string> path, MetricValue value)
    {
        lock (_root)
            Merge(Parent(path), path[^1], value);
    }

    public bool TryGet(ReadOnlySpan<string> path, out MetricValue value)
    {
        value = default;
        lock (_root)
        {
            if (Find(path) is not { } node)
                return false;

            value = node.ToValue();
            return true;
        }
    }

    public void Remove(ReadOnlySpan<string> path)
    {
        lock (_root)
        {
            if (path.Length == 1)
                _root.Remove(path[0]);
            else
                Find(path[..^1])?.Open().Remove(path[^1]);
        }
    }

    private Node? Find(ReadOnlySpan<string> path)
    {
        Node? found = null;
        foreach (var name in path)
        {
            if (!(found?.Members ?? (found is null ? _root : found.Open())).TryGetValue(name, out var node))
                return null;
            found = node;
        }

        return found;
    }

    private OrderedDictionary<string, Node> Parent(ReadOnlySpan<string> path)
    {
        var members = _root;
        foreach (var name in path[..^1])
        {
            if (!members.TryGetValue(name, out var node))
                members.Add(name, node = new Node(default));
            members = node.Open();
        }

        return members;
    }

    private static void Merge(OrderedDictionary<string, Node> members, string name, MetricValue value)
    {
        if (value.Reference is not NestedValues nested || !members.TryGetValue(name, out var there))
        {
            members[name] = new Node(value);
            return;
        }

        foreach (var (inner, member) in nested.Entries)
            Merge(there.Open(), inner, member);
    }

    /// <summary>One value, or the members of one.</summary>
    private sealed class Node(MetricValue value)
    {
        public OrderedDictionary<string, Node>? Members { get; private set; }

        /// <summary>The members; a plain value is replaced by none.</summary>
        public OrderedDictionary<string, Node> Open()
        {
            if (Members is not null)
                return Members;

            Members = [];
            if (value.Reference is NestedValues nested)
            {
                foreach (var (name, member) in nested.Entries)
                    Members[name] = new Node(member);
            }

            return Members;
        }

        public MetricValue ToValue() => Members is null
            ? value
            : new MetricValue(new NestedValues([.. Members.Select(member => new KeyValuePair<string, MetricValue>(member.Key, member.Value.ToValue()))]));
    }
}
