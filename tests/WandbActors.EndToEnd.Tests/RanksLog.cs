using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Hyperion;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Surroundings;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

/// <summary>A run in this process, and ranks in processes of their own that log into it over Akka.Remote.</summary>
public sealed class RanksLog : IAsyncLifetime
{
    private const int Rows = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TempDirectory _directory = new();
    private readonly CuttingProxy _proxy = new();
    private readonly ActorSystem _system;

    public RanksLog()
    {
        var port = FreePort();
        var settings = ConfigurationFactory.ParseString($$"""
            akka {
              actor.provider = remote
              remote.dot-netty.tcp { hostname = 127.0.0.1, port = {{port}}, public-port = {{_proxy.Port}} }
              remote.retry-gate-closed-for = 200 ms
              loggers = []
              loglevel = WARNING
              stdout-loglevel = OFF
              log-dead-letters = off
              coordinated-shutdown.run-by-clr-shutdown-hook = off
            }
            """);
        var setup = new WandbSetup { Surroundings = () => new ProcessSurroundings(new Dictionary<string, string>(), _directory.Path, "train.dll", "owner", "someone") };
        _system = ActorSystem.Create("owner", BootstrapSetup.Create().WithConfig(settings).And(setup));
        _proxy.Begin(port);
    }

    [Fact]
    public async Task Each_row_of_a_rank_in_another_process_is_in_the_log_once_whatever_breaks()
    {
        var warnings = Warnings();
        var run = await StartedAsync();
        using var rank = new RankProcess(OwnerAddress, run.RunId, Rows);

        for (var disturbance = 0; disturbance < 8 && !rank.HasEnded; disturbance++)
        {
            await MoreRowsAsync();
            if (disturbance % 2 == 0)
                _proxy.Cut();
            else
                run.Actor.Tell(new GetRunStatus(), new ThrowingRef(_system));
        }

        var said = await rank.EndedAsync();
        await run.Actor.Ask<RunFinished>(new FinishRun(), Patience);

        Assert.Contains($"kept {Rows} of {Rows}, given up 0, refused 0", said);
        Assert.Contains(await warnings.Ask<string[]>(RecordingWarnings.Tell.Instance, Patience), said => said.Contains("as the test wants it", StringComparison.Ordinal));
        var log = PlainLog.Read(Path.Combine(run.Directory, $"run-{run.RunId}.wandb"));
        Assert.Equal(Enumerable.Range(1, Rows).Select(row => $"{row}"), log.History.Select(row => row["row"]));
    }

    [Fact]
    public async Task A_run_is_started_watched_and_ended_from_another_system_but_kept_where_its_owner_says()
    {
        using var peer = PeerSystem();
        var runs = await RunsAsSeenBy(peer);

        var run = await runs.Ask<RunStarted>(
            new StartRun(new RunOptions { RunId = "r1", Directory = "/nowhere", Mode = RunMode.Offline, Silent = true, Config = { ["lr"] = 0.1 } }), Patience);
        var end = run.Actor.WatchAsync();
        var finished = await run.Actor.Ask<RunFinished>(new FinishRun(), Patience);
        var refused = await runs.Ask<RunRefused>(new FindRun("r2"), Patience);

        Assert.StartsWith(_directory.Path, run.Directory);
        Assert.Equal("r1", finished.Status.RunId);
        Assert.True(await end.WaitAsync(Patience));
        Assert.Contains("No run r2 is alive here", refused.Reason);
        await peer.Terminate();
    }

    [Fact]
    public async Task What_is_on_no_list_is_refused_and_costs_neither_the_run_nor_the_connection()
    {
        using var peer = PeerSystem($$"""
            akka.actor {
              serializers.hostile = "{{typeof(HostileSerializer).FullName}}, WandbActors.EndToEnd.Tests"
              serialization-bindings { "{{typeof(DirectoryInfo).AssemblyQualifiedName}}" = hostile }
            }
            """);
        var warnings = Warnings();
        var run = await StartedAsync();
        var actor = peer.ActorSelection($"{OwnerAddress}{run.Actor.Path.ToStringWithoutAddress()}"); // no answer could be read there, under that number

        actor.Tell(new DirectoryInfo("/"));
        actor.Tell(new LogRow(("row", 1)));
        while ((await run.Actor.Ask<RunStatus>(new GetRunStatus(), Patience)).Ledger.Offered == 0)
            await Task.Yield();

        Assert.Contains(await warnings.Ask<string[]>(RecordingWarnings.Tell.Instance, Patience), said => said.Contains("Deserialization failed", StringComparison.Ordinal));
        Assert.Equal(7702, _system.Serialization.FindSerializerForType(typeof(LogRow)).Identifier);
        var finished = await run.Actor.Ask<RunFinished>(new FinishRun(), Patience);
        Assert.Equal(1, finished.Status.Ledger.HistoryRecords);
        await peer.Terminate();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        await _proxy.DisposeAsync();
        _directory.Dispose();
    }

    private string OwnerAddress => $"akka.tcp://owner@127.0.0.1:{_proxy.Port}";

    private IActorRef Warnings()
    {
        var warnings = _system.ActorOf(Props.Create(() => new RecordingWarnings()));
        _system.EventStream.Subscribe(warnings, typeof(Error));
        _system.EventStream.Subscribe(warnings, typeof(Warning));
        return warnings;
    }

    private static ActorSystem PeerSystem(string settings = "")
    {
        var peer = ActorSystem.Create("peer", ConfigurationFactory.ParseString(settings).WithFallback(ConfigurationFactory.ParseString(
            """
            akka {
              actor.provider = remote
              remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
              loggers = []
              loglevel = OFF
              stdout-loglevel = OFF
              coordinated-shutdown.run-by-clr-shutdown-hook = off
            }
            """)));
        _ = WandbExtension.For(peer);
        return peer;
    }

    private async Task<IActorRef> RunsAsSeenBy(ActorSystem peer)
    {
        _ = WandbExtension.For(_system);
        return await peer.ActorSelection($"{OwnerAddress}/user/wandb").ResolveOne(Patience);
    }

    private async Task<RunStarted> StartedAsync() => await WandbExtension.For(_system).Runs.Ask<RunStarted>(
        new StartRun(new RunOptions { RunId = "r1", Mode = RunMode.Offline, Silent = true, SystemMetrics = false }), Patience);

    private async Task MoreRowsAsync()
    {
        var before = _proxy.Bytes;
        using var patience = new CancellationTokenSource(Patience);
        while (_proxy.Bytes < before + 50_000 && !patience.IsCancellationRequested)
            await Task.Yield();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Writes whatever it is given, under the number of the runtime's own serializer, as an attacker would.</summary>
    public sealed class HostileSerializer(ExtendedActorSystem system) : Akka.Serialization.Serializer(system)
    {
        public override int Identifier => 7702;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj)
        {
            var bytes = new MemoryStream();
            new Hyperion.Serializer(new SerializerOptions(false, false, null, null, null, true, null, disallowUnsafeTypes: false, typeFilter: null)).Serialize(obj, bytes);
            return bytes.ToArray();
        }

        public override object FromBinary(byte[] bytes, Type type) => throw new NotSupportedException();
    }

    /// <summary>Makes the run's actor fail when it answers, so that it starts anew.</summary>
    private sealed class ThrowingRef(ActorSystem system) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "throwing";

        public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

        protected override void TellInternal(object message, IActorRef sender) => throw new InvalidOperationException("as the test wants it");
    }
}
