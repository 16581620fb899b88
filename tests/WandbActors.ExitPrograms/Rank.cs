using Akka.Actor;
using Akka.Configuration;

namespace WandbActors.ExitPrograms;

/// <summary>A rank: logs numbered rows into a run that another process owns, over Akka.Remote, and says what has become of them.</summary>
internal static class Rank
{
    private const string Settings = """
        akka {
          actor.provider = remote
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
          remote.retry-gate-closed-for = 200 ms
          loglevel = OFF
          stdout-loglevel = OFF
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """;

    // Longer than any spec waits.
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <param name="owner">The address of the owner's actor system.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="rows">How many rows to log.</param>
    public static async Task LogAsync(string owner, string runId, int rows)
    {
        using var system = ActorSystem.Create("rank", ConfigurationFactory.ParseString(Settings));
        var settings = new RowSenderSettings { MaxWaiting = rows, RetryInterval = TimeSpan.FromMilliseconds(200) };
        var sender = system.ActorOf(WandbExtension.For(system).SenderTo(Address.Parse(owner), runId, settings), "rank-0");
        for (var row = 1; row <= rows; row++)
            sender.Tell(new LogRow(("row", row), ("from", "another process")));

        var status = (await sender.Ask<SenderStopped>(new StopSender(Long), Long)).Status;
        Console.Out.WriteLine($"kept {status.Kept} of {status.Offered}, given up {status.GivenUp}, refused {status.Refused}");
        await system.Terminate();
    }
}
