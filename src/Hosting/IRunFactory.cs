namespace WandbActors.Hosting;

/// <summary>Starts runs of a host, as many as are wanted: one for each job, fold or request. Injected; any thread.</summary>
public interface IRunFactory
{
    /// <summary>
    /// Starts a run over the host's options: <c>await runs.StartAsync(run =&gt; run.Name = "fold 3")</c>. Whoever starts it may finish it; what has
    /// not ended when the host has stopped its services is ended by the host.
    /// </summary>
    /// <param name="configure">Changes the options of this run; they are a copy of the host's (<see cref="WandbOptions"/>).</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="WandbException">The options are wrong; the message lists all that is.</exception>
    /// <exception cref="InvalidOperationException">The host has stopped.</exception>
    Task<Run> StartAsync(Action<RunOptions>? configure = null, CancellationToken cancellation = default);
}
