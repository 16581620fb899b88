using Akka.Actor;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;
using static WandbActors.Actors.Uploading.CallProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Gives the server a run's artifacts: some at once, but of one sequence one after the other. One that fails for good is given up alone.
/// </summary>
internal sealed class ArtifactsActor : HandlerActor
{
    private readonly UploadJob _job;
    private readonly RunPath _run;
    private readonly LinkedList<ArtifactErrand> _waiting = [];
    private readonly HashSet<string> _sequences = []; // of which something is under way

    public ArtifactsActor(UploadJob job, RunPath run)
    {
        _job = job;
        _run = run;

        Receive<SendArtifacts>(Handle);
        Receive<ArtifactSettled>(Handle);
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    public static Props PropsFor(UploadJob job, RunPath run) => Props.Of(() => new ArtifactsActor(job, run));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    private void Handle(SendArtifacts send)
    {
        foreach (var errand in send.Errands)
            _waiting.AddLast(errand);
        Pump();
    }

    private void Handle(ArtifactSettled settled)
    {
        _sequences.Remove(settled.Errand.Sequence);
        Context.Parent.Tell(settled);
        Pump();
    }

    private void Pump()
    {
        for (var next = _waiting.First; next is not null && _sequences.Count < _job.Settings.Artifacts;)
        {
            var errand = next;
            next = next.Next;
            if (!_sequences.Add(errand.Value.Sequence))
                continue;

            _waiting.Remove(errand);
            Context.ActorOf(PropsFor(errand.Value));
        }
    }

    private Props PropsFor(ArtifactErrand errand) => errand switch
    {
        ArtifactErrand.Log log => ArtifactActor.PropsFor(_job, _run, log),
        ArtifactErrand.Use use => ArtifactUseActor.PropsFor(_job, _run, use),
        _ => throw new ArgumentOutOfRangeException(nameof(errand), errand, "No errand."),
    };
}
