using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WandbActors.Hosting.Runs;

/// <summary>How long the runs of a host that shuts down may take to end. Owned by the host's shutdown.</summary>
internal sealed class DrainTime(IOptions<WandbOptions> options, IOptions<HostOptions> host, TimeProvider time)
{
    /// <summary>The log gets its end even when others have taken all the time.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    // For a host that has all the time there is: as long as finishing a run waits by itself.
    private static readonly TimeSpan WithoutLimit = TimeSpan.FromSeconds(30);

    // Of what is left of the shutdown: the rest is for whoever comes after us.
    private const double Share = 0.9;

    private long _began;

    /// <summary>The shutdown has begun.</summary>
    public void Begin() => _began = time.GetTimestamp();

    /// <summary>What the runs have from here on.</summary>
    public TimeSpan Left()
    {
        var shutdown = host.Value.ShutdownTimeout;
        if (shutdown == Timeout.InfiniteTimeSpan)
            return options.Value.DrainTimeout ?? WithoutLimit;

        var (wanted, left) = (options.Value.DrainTimeout ?? shutdown / 2, (shutdown - time.GetElapsedTime(_began)) * Share);
        var bound = wanted < left ? wanted : left;
        return bound > Least ? bound : Least;
    }

    /// <summary>Waits for what need not be waited for, such as an actor system that has nothing left to do: not if it hangs, on a disk perhaps.</summary>
    public Task WaitShortlyAsync(Task end) => Task.WhenAny(end, Task.Delay(Least, time, CancellationToken.None));
}
