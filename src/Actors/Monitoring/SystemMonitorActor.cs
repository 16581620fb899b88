using Akka.Actor;
using Google.Protobuf.WellKnownTypes;
using WandbActors.Actors.Settings;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Monitoring.MonitorProtocol;

namespace WandbActors.Actors.Monitoring;

/// <summary>
/// Samples the machine while a run goes on: asks its sensors together, each an actor of its own, and hands over what they have read as one
/// record. A sensor that is slow comes later with a record of its own; one that fails starts again later and later, and is given up in
/// the end. Neither holds up the others.
/// </summary>
internal sealed class SystemMonitorActor : HandlerActor, IWithTimers
{
    // A minute at the default interval.
    private const int SamplesBeforeComplaint = 4;

    private readonly RunSession _session;
    private readonly MonitorSettings _settings;
    private readonly List<SensorPost> _posts;
    private StatsRecord? _sample;
    private bool _isWaiting;

    public SystemMonitorActor(RunSession session, IReadOnlyList<NamedSensor> sensors)
    {
        _session = session;
        _settings = session.Settings.Monitor;
        _posts = [.. sensors.Select(sensor => new SensorPost(sensor, _settings))];

        Receive<SampleDue>(_ => Begin());
        Receive<ReadingTaken>(taken => Take(taken.Reading));
        Receive<PatienceOver>(_ => Write());
        Receive<Terminated>(Handle);
        Receive<RestartDue>(due => Man(due.Post));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(RunSession session, IReadOnlyList<NamedSensor> sensors) =>
        Props.Of(() => new SystemMonitorActor(session, sensors)).WithDispatcher(WandbSettings.MonitorDispatcher);

    protected override void PreStart()
    {
        _posts.ForEach(Man);
        Timers.StartPeriodicTimer(nameof(SampleDue), SampleDue.Instance, _settings.FirstSample, _settings.Interval);
    }

    // A restart in place would keep the actor, whose end is what the post is told of. That a machine hides something is no error to be logged.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, _ => Directive.Stop, loggingEnabled: false);

    private void Man(SensorPost post) => post.Man(Context.Watch(Context.ActorOf(SensorActor.PropsFor(post.Sensor))));

    private void Begin()
    {
        Write();
        foreach (var post in _posts)
        {
            post.Ask(TakeReading.Instance, Self);
            if (post.MissedSamples == SamplesBeforeComplaint)
                Say($"The {post.Sensor.Name} sensor does not answer; the samples go on without it.");
        }

        _isWaiting = true;
        Timers.StartSingleTimer(nameof(PatienceOver), PatienceOver.Instance, _settings.Patience);
    }

    private void Take(Reading reading)
    {
        PostOf(Sender)?.NoteReading();
        _sample ??= new StatsRecord { Timestamp = Timestamp.FromDateTimeOffset(_session.Time.GetUtcNow()) };
        _sample.Item.AddRange(reading.Items);
        if (!_isWaiting || !_posts.Any(post => post.IsBusy))
            Write();
    }

    private void Write()
    {
        _isWaiting = false;
        Timers.Cancel(nameof(PatienceOver));
        // While rows come faster than the log takes them there is no sample: the next one is soon, and none is a loss of the run.
        if (_sample is { Item.Count: > 0 } sample && _session.Buffer.HasRoomAside)
            _session.AppendAside(new Record { Stats = sample });
        _sample = null;
    }

    private void Handle(Terminated ended)
    {
        if (PostOf(ended.ActorRef) is not { } post)
            return;

        if (post.NoteFailure() is { } wait)
            Timers.StartSingleTimer(post, new RestartDue(post), wait);
        else
            Say($"The {post.Sensor.Name} sensor has failed {_settings.Restarts + 1} times and is given up; the others go on.");
    }

    private SensorPost? PostOf(IActorRef actor) => _posts.FirstOrDefault(post => post.Actor.Equals(actor));

    private static void Say(string text) => Context.Parent.Tell(new Remark(text));
}
