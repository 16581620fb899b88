using System.Collections;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// Lines in order, each in UTF-8 without its newline. Joining two lists costs the same however long they are, so that a batch can be
/// merged line by line. Immutable: the lines' memory must not change either.
/// </summary>
internal sealed class LineList : IEnumerable<ReadOnlyMemory<byte>>
{
    public static readonly LineList Empty = new([]);

    // Either lines, or two lists that were joined.
    private readonly ReadOnlyMemory<byte>[] _lines = [];
    private readonly (LineList First, LineList Second)? _parts;

    private LineList(ReadOnlyMemory<byte>[] lines)
    {
        _lines = lines;
        Count = lines.Length;
        Bytes = lines.Sum(line => (long)line.Length);
    }

    private LineList(LineList first, LineList second)
    {
        _parts = (first, second);
        Count = first.Count + second.Count;
        Bytes = first.Bytes + second.Bytes;
    }

    public int Count { get; }

    public long Bytes { get; }

    public static LineList Of(params ReadOnlyMemory<byte>[] lines) => lines.Length == 0 ? Empty : new LineList(lines);

    /// <summary>These lines and then the others.</summary>
    public LineList Concat(LineList later) => Count == 0 ? later : later.Count == 0 ? this : new LineList(this, later);

    /// <summary>The lines after the first ones.</summary>
    public LineList Skip(int count) => count == 0 ? this : count == Count ? Empty : new LineList([.. Enumerable.Skip(this, count)]);

    // Without recursion: a list that was joined line by line is as deep as it is long.
    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
    {
        var ahead = new Stack<LineList>([this]);
        while (ahead.TryPop(out var list))
        {
            if (list._parts is var (first, second))
            {
                ahead.Push(second);
                ahead.Push(first);
            }

            foreach (var line in list._lines)
                yield return line;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
