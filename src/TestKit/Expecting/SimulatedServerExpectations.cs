namespace WandbActors.TestKit;

/// <summary>What a test expects of the server of a simulation.</summary>
public static class SimulatedServerExpectations
{
    /// <summary>No run did what no client of W&amp;B may do.</summary>
    /// <returns>The server.</returns>
    /// <exception cref="WandbAssertionException">One did; the message says what.</exception>
    public static SimulatedServer ShouldHaveNoViolations(this SimulatedServer server) => server.Violations is { Count: > 0 } violations
        ? throw new WandbAssertionException($"{violations.Count} requests broke a rule of the server: {string.Join("; ", violations.Take(10))}.")
        : server;
}
