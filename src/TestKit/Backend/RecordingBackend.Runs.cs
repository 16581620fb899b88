using System.Text.Json.Nodes;

namespace WandbActors.TestKit;

public sealed partial class RecordingBackend
{
    private readonly OrderedDictionary<(string Entity, string Project, string Id), RecordedRun> _runs = [];

    /// <summary>All runs that anybody has told of, in the order in which that began.</summary>
    public IReadOnlyList<RecordedRun> Runs
    {
        get
        {
            lock (_lock)
                return [.. _runs.Values];
        }
    }

    /// <summary>What there is of the run with this id, whatever its project.</summary>
    /// <exception cref="WandbAssertionException">There is none, or several.</exception>
    public RecordedRun Run(string id)
    {
        var runs = Runs;
        return runs.Where(run => run.Id == id).ToList() is [var only]
            ? only
            : throw new WandbAssertionException($"The server has {(runs.Any(run => run.Id == id) ? "several runs" : "no run")} with the id {id}. It has: {(runs.Count == 0 ? "none" : string.Join(", ", runs.Select(run => $"{run.Entity}/{run.Project}/{run.Id}")))}.");
    }

    /// <summary>The run's state; an empty one if nobody has told of it yet.</summary>
    public RecordedRun Run(string entity, string project, string id)
    {
        lock (_lock)
            return FindOrAdd(entity, project, id);
    }

    /// <summary>Somebody changes a run in the web interface.</summary>
    internal void Edit(string entity, string project, string id, JsonObject variables)
    {
        lock (_lock)
            FindOrAdd(entity, project, id).Edit(variables);
    }

    /// <summary>Somebody deletes a run in the web interface.</summary>
    internal void Delete(string entity, string project, string id)
    {
        lock (_lock)
            _runs.Remove((entity, project, id));
    }

    /// <summary>Somebody changes the lines of a run behind its back.</summary>
    internal void Rewrite(string id, Action<List<string>> change)
    {
        var run = Run(id);
        lock (_lock)
            change(run.HistoryLines);
    }

    private RecordedRun FindOrAdd(string entity, string project, string id)
    {
        if (!_runs.TryGetValue((entity, project, id), out var run))
            _runs[(entity, project, id)] = run = new RecordedRun(entity, project, id, _lock);
        return run;
    }
}
