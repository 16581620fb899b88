using System.Collections.Concurrent;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// What has become of a run's artifacts on the server, for whoever in the program waits for one of them. Told by the uploader, which may
/// start again and tell the same twice. Any thread.
/// </summary>
internal sealed class ArtifactOutcomes
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ArtifactSettled?>> _awaited = new();
    private volatile bool _isClosed;

    /// <summary>Done when this artifact is settled: by its client id, or by the name under which it is used. <c>null</c> when the run ends before that.</summary>
    public Task<ArtifactSettled?> Of(string key)
    {
        var awaited = Awaited(key);
        if (_isClosed)
            awaited.TrySetResult(null);
        return awaited.Task;
    }

    public void Note(ArtifactSettled settled)
    {
        var key = settled.Errand switch
        {
            ArtifactErrand.Log log => log.Record.ClientId,
            ArtifactErrand.Use use => use.Record.Name,
            _ => "",
        };
        if (_awaited.TryGetValue(key, out var awaited))
            awaited.TrySetResult(settled);
    }

    /// <summary>Nothing more will be settled.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (var awaited in _awaited.Values)
            awaited.TrySetResult(null);
    }

    private TaskCompletionSource<ArtifactSettled?> Awaited(string key) =>
        _awaited.GetOrAdd(key, static _ => new TaskCompletionSource<ArtifactSettled?>(TaskCreationOptions.RunContinuationsAsynchronously));
}
