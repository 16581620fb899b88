using Akka.Actor;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests;

public sealed class HandlerActorSpecs : ActorSpecs
{
    [Fact]
    public async Task The_first_that_fits_is_done()
    {
        var actor = Sys.ActorOf(Props.Of(() => new Sorter()));

        Assert.Equal("a short text", await actor.Ask<string>("ab"));
        Assert.Equal("a text", await actor.Ask<string>("abcdef"));
        Assert.Equal("anything", await actor.Ask<string>(new Odd()));
    }

    [Fact]
    public async Task From_the_next_message_on_it_receives_what_it_has_become()
    {
        var actor = Sys.ActorOf(Props.Of(() => new Sorter()));

        actor.Tell(new Turn());

        Assert.Equal("turned", await actor.Ask<string>("ab"));
    }

    [Fact]
    public void What_it_names_nowhere_is_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        var actor = Sys.ActorOf(Props.Of(() => new Sorter()));
        actor.Tell(new Turn());

        actor.Tell(new Odd());

        Assert.IsType<Odd>(ExpectMsg<Akka.Event.UnhandledMessage>().Message);
    }

    [Fact]
    public async Task After_a_failure_it_begins_anew()
    {
        var actor = Sys.ActorOf(Props.Of(() => new Sorter()));
        actor.Tell(new Turn());
        actor.Tell(new Fail());

        Assert.Equal("a short text", await actor.Ask<string>("ab"));
    }

    private sealed class Sorter : HandlerActor
    {
        public Sorter()
        {
            Receive<Turn>(_ => Become(Turned));
            Receive<string>(text => text.Length < 3, _ => Sender.Tell("a short text"));
            Receive<string>(_ => Sender.Tell("a text"));
            ReceiveAny(_ => Sender.Tell("anything"));
        }

        private void Turned()
        {
            Receive<string>(_ => Sender.Tell("turned"));
            Receive<Fail>(_ => throw new InvalidOperationException("a spec's"));
        }
    }

    private sealed class Turn : INoSerializationVerificationNeeded;

    private sealed class Fail : INoSerializationVerificationNeeded;

    private sealed class Odd : INoSerializationVerificationNeeded;
}
