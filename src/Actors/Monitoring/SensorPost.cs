using Akka.Actor;
using WandbActors.Actors.Settings;

namespace WandbActors.Actors.Monitoring;

/// <summary>One sensor's place in the monitor: who is there, and how it has fared. Owned by the monitor.</summary>
internal sealed class SensorPost(NamedSensor sensor, MonitorSettings settings)
{
    private int _failures;

    public NamedSensor Sensor { get; } = sensor;

    /// <summary>The sensor's actor; nobody while it waits for its restart or has been given up.</summary>
    public IActorRef Actor { get; private set; } = ActorRefs.Nobody;

    /// <summary>Whether it has been asked and has not answered.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>How many samples have gone by without its answer.</summary>
    public int MissedSamples { get; private set; }

    public void Man(IActorRef actor) => Actor = actor;

    /// <summary>Asks for a reading, unless the last one is still being taken: a mailbox must not fill up behind it.</summary>
    public void Ask(object question, IActorRef asker)
    {
        if (IsBusy)
        {
            MissedSamples++;
            return;
        }

        IsBusy = !Actor.IsNobody();
        Actor.Tell(question, asker);
    }

    public void NoteReading()
    {
        IsBusy = false;
        MissedSamples = 0;
        _failures = 0;
    }

    /// <summary>Its actor has ended; returns how long to wait before the next, or <c>null</c> to give it up.</summary>
    public TimeSpan? NoteFailure()
    {
        Actor = ActorRefs.Nobody;
        IsBusy = false;
        if (_failures++ >= settings.Restarts)
            return null;

        var wait = settings.RestartMin * Math.Pow(2, Math.Min(_failures - 1, 30));
        return wait < settings.RestartMax ? wait : settings.RestartMax;
    }
}
