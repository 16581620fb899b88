using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary><c>Watch</c>: a module's gradients and parameters in the rows that a training logs anyway.</summary>
public static class RunWatchExtensions
{
    private static readonly Watched Known = Watched.Gradients | Watched.Parameters;

    /// <summary>
    /// Has histograms of 64 bins join each hundredth row that the program logs by <see cref="Run"/> from here on, at its step:
    /// <c>gradients/NAME</c> and <c>parameters/NAME</c>, as the official client names them. A row counts when it is complete, or when the first call at
    /// its step comes.
    /// </summary>
    /// <remarks>
    /// TorchSharp has no hooks for gradients: they are read by the call that is due, on its thread. So log between <c>backward()</c> and the next
    /// <c>zero_grad()</c>, which is where loops log, and let other threads, if any log into the run meanwhile, tell <see cref="Run.Actor"/> their rows:
    /// those are not joined. A module that was disposed is watched no more; that is said.
    /// </remarks>
    /// <param name="run">The run. One that is disabled, or has ended, reads nothing.</param>
    /// <param name="module">The module, with all in it. The run keeps it until the watch is disposed.</param>
    /// <param name="log">What joins; the default is the gradients.</param>
    /// <param name="every">Each so-manieth row, 1 at least; the default is 100.</param>
    /// <param name="prefix">
    /// Comes before each name. The default is nothing for the run's first watch and, as in the official client, <c>graph_1</c>, <c>graph_2</c>, … for later ones.
    /// </param>
    /// <returns>The watch: dispose it to end it.</returns>
    /// <exception cref="WandbException">There is nothing to log, or <paramref name="every"/> is below 1.</exception>
    public static IDisposable Watch(this Run run, nn.Module module, Watched log = Watched.Gradients, int every = 100, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(module);
        if (log == 0 || (log & ~Known) != 0)
            throw new WandbException($"Watch: {log} is no {nameof(Watched)}: say {nameof(Watched.Gradients)}, {nameof(Watched.Parameters)} or both");
        if (every < 1)
            throw new WandbException($"Watch(every: {every}): every row at most, so at least 1");
        if (run.Session is not { } session)
            return new NoWatch();

        session.NoteFeatures(new Feature { Watch = true });
        return run.Additions.Add(every, number => new ModuleWatch(module, log, prefix ?? (number == 0 ? "" : $"graph_{number}"), session.Say));
    }

    // Of a disabled run.
    private sealed class NoWatch : IDisposable
    {
        public void Dispose() { }
    }
}
