using System.Collections.Immutable;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// What of a log cannot be sent: logs of other programs may hold anything. It is set aside, since it would fail again after every restart; the
/// first is named, the others are counted. Owned by the log's tail.
/// </summary>
internal sealed class LostParts(string logPath)
{
    private readonly List<string> _unsaid = [];
    private long _count;

    public void Add(string what, string problem)
    {
        if (_count++ == 0)
            _unsaid.Add($"{logPath}: {what} cannot be sent ({problem}). Everything else is.");
    }

    /// <summary>Makes a part; one that fails is set aside.</summary>
    public T Make<T>(string what, Func<T> make, T instead)
    {
        try
        {
            return make();
        }
        catch (Exception problem)
        {
            Add(what, problem.Message);
            return instead;
        }
    }

    /// <summary>What has not been said yet, in words.</summary>
    public ImmutableArray<string> Take(bool isLast)
    {
        if (isLast && _count > 1)
            _unsaid.Add($"{_count} things in {logPath} could not be sent; the first has been named.");
        ImmutableArray<string> said = [.. _unsaid];
        _unsaid.Clear();
        return said;
    }
}
