using System.Collections.Concurrent;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>One <see cref="HostLimit"/> for each server, shared by all runs of the process.</summary>
internal static class HostLimits
{
    private static readonly ConcurrentDictionary<(string Host, TimeProvider Time, int Rate), HostLimit> Limits = new();

    /// <summary>The limit of this server's host. Runs on different clocks, as in simulations, do not share one.</summary>
    public static HostLimit Of(ServerAddress address, TimeProvider time, int requestsPerSecond) =>
        Limits.GetOrAdd((address.GraphQL.Authority, time, requestsPerSecond), static key => new HostLimit(key.Time, key.Rate));
}
