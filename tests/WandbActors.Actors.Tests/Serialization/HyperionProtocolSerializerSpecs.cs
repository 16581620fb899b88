using System.Buffers;
using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Serialization;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Serialization;

public sealed class HyperionProtocolSerializerSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config Config =
        ConfigurationFactory.ParseString("akka.actor.serialize-messages = on").WithFallback(SerializationConfig.Default);

    public HyperionProtocolSerializerSpecs() : base(Config)
    {
    }

    public static TheoryData<IRunMessage> Messages =>
    [
        new StartRun(new RunOptions { Project = "digits", Config = { ["lr"] = 0.1 } }),
        new StartRun(new RunOptions()),
        new RunStarted("abc", ActorRefs.Nobody, "digits", "/tmp/run", "https://wandb.ai/lab/digits/runs/abc"),
        new RunStarted("abc", ActorRefs.Nobody, "digits", "", null),
        new RunRefused("abc", "there is no key"),
        new RunRefused(null, "there is no key"),
        new GetRuns(),
        new RunList([new RunStarted("abc", ActorRefs.Nobody, "digits", "", null)]),
        new RunList([]),
        new LogRow(("loss", 0.5), ("epoch", 3), ("ok", true), ("name", "tiny")),
        new LogRow([], Step: 7, Commit: false),
        new LogRow(("loss", 0.5)) { Number = new RowNumber("rank-3/a", 17) },
        new RowKept("rank-3/a", 17, Unfit: 1),
        new RowMissing("rank-3/a", 18),
        new RowRefused("the ring is full", RowRefusal.Full),
        new RowRefused("the run has ended", RowRefusal.Ended, new RowNumber("rank-3/a", 17)),
        new FindRun("abc"),
        new RaiseAlert("stuck", "no progress", AlertLevel.Error, TimeSpan.FromMinutes(5)),
        new RaiseAlert("stuck", ""),
        new MarkPreempting(),
        new ChangeRun { Name = "renamed", Tags = ["a", "b"], Notes = "", Group = "g", JobType = "j" },
        new ChangeRun(),
        new FlushRun(FlushTarget.Server),
        new RunFlushed(FlushTarget.Disk, "the disk is full"),
        new RunFlushed(FlushTarget.Disk, null),
        new FinishRun(3),
        new RunFinished(Status),
        new GetRunStatus(),
        Status,
        new RunStopRequested("abc"),
        new SubscribeToRuns(ActorRefs.Nobody),
        new UnsubscribeFromRuns(ActorRefs.Nobody),
        new RowsWritten("abc", 100, 99),
        new RowsWritten("abc", 0, null),
        new UploadStalled("abc", "no network", new DateTimeOffset(2026, 8, 21, 12, 0, 0, TimeSpan.Zero), IsForGood: false),
        new UploadResumed("abc"),
        new LogStalled("abc", "the disk is full", new DateTimeOffset(2026, 8, 21, 12, 0, 0, TimeSpan.Zero)),
        new LogResumed("abc"),
    ];

    // Secrets, and what is not for another process to say.
    private static readonly string[] StayAtHome = [nameof(RunOptions.ApiKey), nameof(RunOptions.BaseUrl), nameof(RunOptions.Directory), nameof(RunOptions.Console)];

    private static RunStatus Status => new("abc", new Ledger { Merged = 1, HistoryRecords = 2 }, UploadState.Waiting, "no network");

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_arrives_as_it_was_sent(IRunMessage sent)
    {
        var arrived = SentOver(sent);

        AssertSame(sent, arrived);
    }

    [Fact]
    public void Every_message_of_the_protocol_is_among_those_that_are_tested()
    {
        var messages = typeof(IRunMessage).Assembly.GetTypes().Where(type => !type.IsInterface && type.IsAssignableTo(typeof(IRunMessage)));

        Assert.Equal(
            messages.Select(type => type.Name).Order(),
            ((IEnumerable<object[]>)Messages).Select(row => row[0].GetType().Name).Distinct().Order());
    }

    [Fact]
    public async Task Messages_pass_between_actors_of_a_system_that_serializes_them()
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));

        var answer = await echo.Ask<RunStatus>(Status, TimeSpan.FromSeconds(30));

        Assert.Equal(Status, answer);
        Assert.NotSame(Status, answer);
    }

    [Fact]
    public void The_options_of_a_run_arrive_but_for_what_belongs_to_the_process_that_it_runs_in()
    {
        var sent = new RunOptions { Config = { ["layers"] = new[] { 3, 4 } }, Tags = ["a", "b"] };
        foreach (var option in typeof(RunOptions).GetProperties().Where(option => option.GetValue(sent) is null))
            option.SetValue(sent, Some(Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType));

        var arrived = SentOver(new StartRun(sent)).Options;

        AssertSame(sent, arrived);
        Assert.All(StayAtHome, option => Assert.Null(typeof(RunOptions).GetProperty(option)!.GetValue(arrived)));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_arrives_as_it_was_or_as_its_json(MetricValue sent, MetricValue expected)
    {
        var arrived = SentOver(new LogRow(("before", 1L), ("x", sent), ("after", "a"))).Values;

        Assert.Equal([1L, expected, "a"], arrived.Select(pair => pair.Value));
        Assert.Equal(["before", "x", "after"], arrived.Select(pair => pair.Key));
    }

    [Theory]
    [MemberData(nameof(JsonValues))]
    public void A_value_made_of_others_arrives_as_the_json_it_has_when_it_is_sent(MetricValue sent, string expected)
    {
        var arrived = Assert.Single(SentOver(new LogRow(("x", sent))).Values).Value;

        Assert.Equal(MetricValueKind.Json, arrived.Kind);
        Assert.Equal(expected, ValueJson.ToJsonText(arrived));
    }

    [Fact]
    public void An_actor_arrives_as_the_same_actor()
    {
        var serializer = new HyperionProtocolSerializer((ExtendedActorSystem)Sys, [typeof(Envelope), typeof(ActorRefBase.Surrogate)]);
        var bytes = Akka.Serialization.Serialization.WithTransport((ExtendedActorSystem)Sys, () => serializer.ToBinary(new Envelope(TestActor)));

        var arrived = (Envelope)serializer.FromBinary(bytes, typeof(Envelope));

        Assert.Equal(TestActor, arrived.From);
    }

    public static TheoryData<MetricValue, MetricValue> Values => new()
    {
        { 0.1, 0.1 },
        { double.NaN, double.NaN },
        { double.NegativeInfinity, double.NegativeInfinity },
        { -0.0, -0.0 },
        { long.MinValue, long.MinValue },
        { ulong.MaxValue, ulong.MaxValue },
        { true, true },
        { false, false },
        { "tïny \ud83d\ude80", "tïny \ud83d\ude80" },
        { "", "" },
        { default, default },
        { new MetricValue(new NeverArriving()), default },
    };

    public static TheoryData<MetricValue, string> JsonValues => new()
    {
        { new MetricValue(new ReadyJson("[1,NaN]"u8.ToArray())), "[1,NaN]" },
        { new MetricValue(new NestedValues([new("a", 1L), new("b", "c")])), """{"a":1,"b":"c"}""" },
        { new MetricValue(new Histogram()), """{"_type":"histogram"}""" },
    };

    private HyperionProtocolSerializer Serializer =>
        Assert.IsType<HyperionProtocolSerializer>(Sys.Serialization.FindSerializerForType(typeof(IRunMessage)));

    private T SentOver<T>(T message) where T : IRunMessage
    {
        var bytes = Sys.Serialization.Serialize(message);
        return (T)Sys.Serialization.Deserialize(bytes, Serializer.Identifier, "");
    }

    private static void AssertSame(IRunMessage expected, IRunMessage actual)
    {
        if (expected is LogRow row)
        {
            var arrived = Assert.IsType<LogRow>(actual);
            Assert.Equal(row.Values.AsEnumerable(), arrived.Values);
            Assert.Equal((row.Step, row.Commit, row.Number), (arrived.Step, arrived.Commit, arrived.Number));
        }
        else if (expected is ChangeRun change)
        {
            var arrived = Assert.IsType<ChangeRun>(actual);
            Assert.Equal(change.Tags, arrived.Tags);
            Assert.Equal(change with { Tags = null }, arrived with { Tags = null });
        }
        else if (expected is StartRun start)
        {
            AssertSame(start.Options, Assert.IsType<StartRun>(actual).Options);
        }
        else if (expected is RunList list)
        {
            Assert.Equal(list.Runs.AsEnumerable(), Assert.IsType<RunList>(actual).Runs);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static void AssertSame(RunOptions expected, RunOptions actual)
    {
        var options = typeof(RunOptions).GetProperties().Where(option => !StayAtHome.Contains(option.Name) && option.Name != nameof(RunOptions.Config));
        foreach (var option in options)
            Assert.Equal(option.GetValue(expected), option.GetValue(actual));
        Assert.Equal(
            expected.Config.Select(setting => (setting.Key, ValueJson.ToJsonText(ObjectConversion.ConvertSetting(setting.Value)))),
            actual.Config.Select(setting => (setting.Key, ValueJson.ToJsonText(ObjectConversion.ConvertSetting(setting.Value)))));
    }

    private static object Some(Type type) => type switch
    {
        _ when type == typeof(string) => "something",
        _ when type == typeof(bool) => true,
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(7),
        _ => Enum.ToObject(type, 1),
    };

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class NeverArriving : DeferredValue
    {
        protected internal override void Bind(DeferredPlace place) => place.GiveUp();
    }

    private sealed class Histogram : DataType
    {
        protected internal override void WriteJson(IBufferWriter<byte> writer) => writer.Write("""{"_type":"histogram"}"""u8);
    }
}

internal sealed record Envelope(IActorRef From);
