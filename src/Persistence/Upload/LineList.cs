using System.Collections;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// Lines in order. Joining two lists costs the same however long they are, so that a batch can be merged step by step. Immutable, until its
/// blocks are given back.
/// </summary>
internal sealed class LineList : IEnumerable<ReadOnlyMemory<byte>>
{
    public static readonly LineList Empty = new(default(LineRun));

    // Either lines of one block, or two lists that were joined.
    private readonly LineRun _run;
    private readonly (LineList First, LineList Second)? _parts;

    private LineList(LineRun run)
    {
        _run = run;
        Count = run.Count;
        Bytes = run.Bytes;
    }

    private LineList(LineList first, LineList second)
    {
        _parts = (first, second);
        Count = first.Count + second.Count;
        Bytes = first.Bytes + second.Bytes;
    }

    public int Count { get; }

    /// <summary>The summed lengths of the lines.</summary>
    public long Bytes { get; }

    /// <summary>Lines in UTF-8, each without its newline.</summary>
    public static LineList Of(params ReadOnlySpan<ReadOnlyMemory<byte>> lines) => Of(LineBlock.Of(lines));

    public static LineList Of(LineBlock block) => Of(new LineRun(block, 0, block.Count));

    public static LineList Of(LineRun run) => run.Count == 0 ? Empty : new LineList(run);

    /// <summary>These lines and then the others.</summary>
    public LineList Concat(LineList later) => Count == 0 ? later : later.Count == 0 ? this : new LineList(this, later);

    /// <summary>The lines block by block. Without recursion: a list that was joined line by line is as deep as it is long.</summary>
    public IEnumerable<LineRun> Runs()
    {
        var ahead = new Stack<LineList>([this]);
        while (ahead.TryPop(out var list))
        {
            if (list._parts is var (first, second))
            {
                ahead.Push(second);
                ahead.Push(first);
            }
            else if (list.Count > 0)
            {
                yield return list._run;
            }
        }
    }

    /// <summary>The lines as they are, one by one.</summary>
    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
    {
        foreach (var run in Runs())
        {
            for (var line = run.First; line < run.End; line++)
                yield return run.Block.LineAt(line);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
