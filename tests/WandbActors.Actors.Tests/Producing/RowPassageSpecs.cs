using System.Buffers;
using Akka.Actor;
using Akka.TestKit;
using WandbActors.Actors.Producing;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Producing;

/// <summary>Rows that cannot go to another process, or not with all that they hold.</summary>
public sealed class RowPassageSpecs : ActorSpecs
{
    private readonly TestProbe _teller;
    private readonly TestProbe _run;
    private readonly IActorRef _sender;

    public RowPassageSpecs() : base("akka.remote.dot-netty.tcp.maximum-frame-size = 32000b, akka.actor.serialize-messages = off")
    {
        _teller = CreateTestProbe();
        _run = CreateTestProbe("run-r1-a");
        _sender = Sys.ActorOf(RowSenderActor.PropsFor(_teller.Ref, "r1", new RowSenderSettings(), Guid.NewGuid));
        _teller.ExpectMsg<FindRun>();
        _sender.Tell(new RunStarted("r1", _run, "digits", "", null));
    }

    [Fact]
    public async Task A_row_that_no_frame_holds_is_refused_at_once_and_those_behind_it_arrive_without_a_gap()
    {
        _sender.Tell(new LogRow(("i", 1)));

        await EventFilter.Warning(contains: "maximum-frame-size").ExpectOneAsync(() =>
        {
            _sender.Tell(new LogRow(("text", new string('x', 30_000))), _teller);
            _sender.Tell(new LogRow(("text", new string('y', 30_000))), _teller);
            return Task.CompletedTask;
        });
        _sender.Tell(new LogRow(("text", new string('z', 20_000))));

        Assert.Equal(RowRefusal.Unfit, (await _teller.ExpectMsgAsync<RowRefused>()).Kind);
        Assert.Equal(1, (await _run.ExpectMsgAsync<LogRow>()).Number!.Sequence);
        Assert.Equal(2, (await _run.ExpectMsgAsync<LogRow>()).Number!.Sequence);
        var status = await Status();
        Assert.Equal((4, 2, 2), (status.Offered, status.Unfit, status.Waiting));
    }

    [Fact]
    public async Task What_does_not_travel_with_a_row_is_said_once_and_counted()
    {
        var nested = new MetricValue(new NestedValues([new("image", new SomeImage()), new("a", 1L)]));

        await EventFilter.Warning(contains: "do not travel").ExpectOneAsync(() =>
        {
            _sender.Tell(new LogRow(("image", new SomeImage()), ("later", new MetricValue(new NeverArriving()))));
            _sender.Tell(new LogRow(("nested", nested), ("list", ValueList.Of([new SomeImage(), new SomeImage()]))));
            return Task.CompletedTask;
        });

        Assert.Equal((2, 5), await Status() is var status ? (status.Waiting, status.ValuesLeft) : default);
    }

    private async Task<SenderStatus> Status() => await _sender.Ask<SenderStatus>(new GetSenderStatus());

    private sealed class SomeImage : Media
    {
        protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) => writer.Write("{}"u8);
    }

    private sealed class NeverArriving : DeferredValue
    {
        protected internal override void Bind(DeferredPlace place) => place.GiveUp();
    }
}
