using System.Buffers;
using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// Names in the order of their first appearance, at any depth, with JSON texts as leaves. A leaf is never re-formatted; one that is an
/// object is taken apart only when a path leads into it. A dot in a name is a character like any other.
/// </summary>
internal sealed class JsonTree
{
    /// <summary>
    /// Names in a path; longer ones keep their first names and join the rest with dots, so that writing a tree needs a bounded stack.
    /// </summary>
    public const int MaxDepth = 100;

    private readonly OrderedDictionary<string, Node> _root = [];

    /// <summary>Puts a value at a path. What was there, a leaf or a whole subtree, is replaced, and so is a plain value on the way.</summary>
    public void Set(ReadOnlySpan<string> path, string json)
    {
        path = Bound(path);
        var members = _root;
        foreach (var name in path[..^1])
        {
            if (!members.TryGetValue(name, out var node))
                members.Add(name, node = new Node());
            members = node.Open();
        }

        members[path[^1]] = new Node { Json = JsonText.Clean(json) };
    }

    /// <summary>Like <see cref="Set"/>, but an object's members are merged into those that are there, at every depth.</summary>
    public void Merge(ReadOnlySpan<string> path, string json)
    {
        json = JsonText.Clean(json);
        var members = JsonText.IsObject(json) ? JsonText.Members(json) : [];
        if (members.Count == 0)
        {
            if (!JsonText.IsObject(json) || !HoldsObject(path))
                Set(path, json);
            return;
        }

        foreach (var (name, value) in members)
            Merge([.. path, name], value);
    }

    /// <summary>Takes a leaf or a subtree away, and the parents that are empty without it.</summary>
    public void Remove(ReadOnlySpan<string> path) => Remove(_root, Bound(path));

    /// <summary>Whether there is anything of this name at the top.</summary>
    public bool Has(string name) => _root.ContainsKey(name);

    /// <summary>The names at the top with their values.</summary>
    public IEnumerable<(string Name, string Json)> Members() => _root.Select(member => (member.Key, member.Value.ToJson()));

    /// <summary>The paths, joined with dots, that lead to values as they were set.</summary>
    public IEnumerable<(string Path, string Json)> Leaves() => Leaves(_root, "");

    /// <summary>Writes the tree as one JSON object on one line.</summary>
    public void Write(IBufferWriter<byte> writer) => Write(_root, writer);

    /// <summary>The tree as one JSON object.</summary>
    public string ToJson() => ToJson(_root);

    private static IEnumerable<(string Path, string Json)> Leaves(OrderedDictionary<string, Node> members, string prefix) => members.SelectMany(
        member => member.Value.Members is { } inner ? Leaves(inner, $"{prefix}{member.Key}.") : [(prefix + member.Key, member.Value.Json)]);

    private bool HoldsObject(ReadOnlySpan<string> path)
    {
        var members = _root;
        foreach (var name in Bound(path))
        {
            if (!members.TryGetValue(name, out var node) || !node.IsObject)
                return false;
            members = node.Open();
        }

        return true;
    }

    private static bool Remove(OrderedDictionary<string, Node> members, ReadOnlySpan<string> path)
    {
        if (!members.TryGetValue(path[0], out var node))
            return false;

        if (path.Length > 1)
        {
            if (!node.IsObject || !Remove(node.Open(), path[1..]))
                return false;
            if (node.Open().Count > 0)
                return true;
        }

        return members.Remove(path[0]);
    }

    private static void Write(OrderedDictionary<string, Node> members, IBufferWriter<byte> writer)
    {
        writer.Write("{"u8);
        var isFirst = true;
        foreach (var (name, node) in members)
        {
            if (!isFirst)
                writer.Write(","u8);
            isFirst = false;
            ValueJson.WriteText(name, writer);
            writer.Write(":"u8);
            if (node.Members is { } inner)
                Write(inner, writer);
            else
                JsonText.Write(node.Json, writer);
        }

        writer.Write("}"u8);
    }

    private static string ToJson(OrderedDictionary<string, Node> members)
    {
        var writer = new ArrayBufferWriter<byte>();
        Write(members, writer);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    private static ReadOnlySpan<string> Bound(ReadOnlySpan<string> path) =>
        path.Length <= MaxDepth ? path : (string[])[.. path[..(MaxDepth - 1)], string.Join('.', path[(MaxDepth - 1)..])];

    /// <summary>A leaf as long as <see cref="Members"/> is null.</summary>
    private sealed class Node
    {
        public string Json { get; init; } = "{}";

        public OrderedDictionary<string, Node>? Members { get; private set; }

        public bool IsObject => Members is not null || JsonText.IsObject(Json);

        /// <summary>The members; a leaf becomes a subtree of what it held, or an empty one if that was no object.</summary>
        public OrderedDictionary<string, Node> Open()
        {
            if (Members is not null)
                return Members;

            Members = [];
            if (JsonText.IsObject(Json))
            {
                foreach (var (name, json) in JsonText.Members(Json))
                    Members[name] = new Node { Json = json };
            }

            return Members;
        }

        public string ToJson() => Members is null ? Json : JsonTree.ToJson(Members);
    }
}
