using System.Collections.Immutable;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// What we wish the file_stream API took: everything there is to say about a run since the last request, without offsets and limits.
/// The law of <see cref="Merge"/>: it is associative, <see cref="Empty"/> changes nothing, and the server ends up with the same whether
/// requests are sent in turn or merged into one. Immutable.
/// </summary>
internal sealed record FileStreamRequest
{
    public static readonly FileStreamRequest Empty = new();

    /// <summary>History lines, one for each history record, in the log's order.</summary>
    public LineList History { get; init; } = LineList.Empty;

    /// <summary>Lines of system metrics.</summary>
    public LineList Events { get; init; } = LineList.Empty;

    /// <summary>Console lines by their number in this log: a terminal may rewrite a line that it has shown before.</summary>
    public ImmutableSortedDictionary<long, ReadOnlyMemory<byte>> Console { get; init; } =
        ImmutableSortedDictionary<long, ReadOnlyMemory<byte>>.Empty;

    /// <summary>The whole summary as one line; empty if it has not changed.</summary>
    public ReadOnlyMemory<byte> Summary { get; init; }

    /// <summary>Paths of run files that have reached their storage.</summary>
    public ImmutableSortedSet<string> Uploaded { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The machine is about to be taken away; the run may come back.</summary>
    public bool Preempting { get; init; }

    /// <summary>The run's exit code if it is complete; no lines may follow.</summary>
    public int? ExitCode { get; init; }

    public bool IsEmpty =>
        History.Count == 0 && Events.Count == 0 && Console.IsEmpty && Summary.IsEmpty && Uploaded.IsEmpty && !Preempting && ExitCode is null;

    /// <summary>About how large the request will be: the summed lengths of its lines and paths.</summary>
    public long Bytes =>
        History.Bytes
        + Events.Bytes
        + Summary.Length
        + Console.Values.Sum(line => (long)line.Length)
        + Uploaded.Sum(path => (long)path.Length);

    /// <summary>This request and then a later one, as one.</summary>
    public FileStreamRequest Merge(FileStreamRequest later) => new()
    {
        History = History.Concat(later.History),
        Events = Events.Concat(later.Events),
        Console = Console.SetItems(later.Console),
        Summary = later.Summary.IsEmpty ? Summary : later.Summary,
        Uploaded = Uploaded.Union(later.Uploaded),
        Preempting = Preempting || later.Preempting,
        ExitCode = later.ExitCode ?? ExitCode,
    };
}
