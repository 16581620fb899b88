namespace WandbActors.TestKit;

/// <summary>One file_stream request being served. Ends once: served, or given up by the client.</summary>
internal sealed class FileStreamTurn
{
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True if the client had given it up, or lost its connection.</summary>
    public Task<bool> Ended => _ended.Task;

    public void End(bool givenUp) => _ended.TrySetResult(givenUp);
}
