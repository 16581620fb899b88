using WandbActors.Cli.Finding;
using WandbActors.Cli.Reading;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Cli.Exporting;

/// <summary>The rows of a run, of one attempt or of several in their order, read as often as wanted, one at a time. One thread.</summary>
internal sealed class RunRows(IReadOnlyList<RunPlace> attempts, CancellationToken cancellation = default)
{
    private readonly SortedSet<string> _problems = new(StringComparer.Ordinal);

    /// <summary>The names that have come so far, numbered as in the rows.</summary>
    public ColumnNames Names { get; } = new();

    /// <summary>How many rows the last reading gave.</summary>
    public long Written { get; private set; }

    /// <summary>What could not be read: sentences, most often none.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>When the first attempt began, in Unix seconds; 0 if its log does not say.</summary>
    public double StartedAt => attempts.Select(StartOf).FirstOrDefault(start => start > 0);

    /// <summary>Reads all rows. Each is the same object, valid until the next.</summary>
    /// <param name="count">No more than so many: a log that grows has more the second time.</param>
    /// <exception cref="OperationCanceledException">Nobody wants them any more.</exception>
    public IEnumerable<Row> Read(long count = long.MaxValue)
    {
        Written = 0;
        foreach (var attempt in attempts)
        {
            using var walk = LogWalk.Open(attempt.LogPath, Names);
            var hasRun = false;
            var step = walk.Next();
            for (; step != WalkStep.End && Written < count; step = walk.Next())
            {
                cancellation.ThrowIfCancellationRequested();
                hasRun |= step == WalkStep.Row || walk.Record.Run is not null;
                if (step != WalkStep.Row)
                    continue;

                Written++;
                yield return new Row(walk.Row, attempt);
            }

            if (step == WalkStep.End && !hasRun && !attempt.IsHeld(out _))
                _problems.Add($"{attempt.LogPath} names no run");
            _problems.UnionWith(ProblemsOf(walk, attempt).Select(problem => $"{attempt.LogPath}: {problem}; what stood there is missing"));
        }
    }

    // The last record of a log that is being written may be on its way.
    private static IEnumerable<LogProblem> ProblemsOf(LogWalk walk, RunPlace attempt) =>
        walk.TornTail is { } torn && !attempt.IsHeld(out _) ? walk.Problems.Append(torn) : walk.Problems;

    private static double StartOf(RunPlace attempt)
    {
        using var walk = LogWalk.Open(attempt.LogPath);
        for (var step = walk.Next(); step == WalkStep.Record; step = walk.Next())
        {
            if (Moment.Of(walk.Record.Run?.StartTime) is { } start)
                return (start - DateTime.UnixEpoch).TotalSeconds;
        }

        return 0;
    }

    /// <summary>A row, and the attempt whose files it names.</summary>
    internal readonly record struct Row(LoggedRow Values, RunPlace Attempt);
}
