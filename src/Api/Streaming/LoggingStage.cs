using Akka.Streams;
using Akka.Streams.Stage;
using WandbActors.Persistence.Buffering;

namespace WandbActors;

/// <summary>
/// Passes an element on once it is in the run's ring. A full ring is asked again by a timer while nothing is pulled: so the stream's thread never waits, unlike one
/// that logs.
/// </summary>
internal sealed class LoggingStage<T> : GraphStage<FlowShape<T, T>>
{
    private readonly Inlet<T> _in = new("wandb-rows.in");
    private readonly Outlet<T> _out = new("wandb-rows.out");
    private readonly Run _run;
    private readonly Func<T, AppendOutcome> _log;

    public LoggingStage(Run run, Func<T, AppendOutcome> log)
    {
        _run = run;
        _log = log;
        Shape = new FlowShape<T, T>(_in, _out);
    }

    public override FlowShape<T, T> Shape { get; }

    protected override GraphStageLogic CreateLogic(Akka.Streams.Attributes inheritedAttributes) => new Logic(this);

    private sealed class Logic : TimerGraphStageLogic, IInHandler, IOutHandler
    {
        // As often as the ring is emptied when it is full.
        private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(10);

        private readonly LoggingStage<T> _stage;
        private T? _waiting;
        private bool _isWaiting;
        private bool _isUpstreamFinished;

        public Logic(LoggingStage<T> stage) : base(stage.Shape)
        {
            _stage = stage;
            SetHandler(stage._in, this);
            SetHandler(stage._out, this);
        }

        public void OnPush() => Offer(Grab(_stage._in));

        public void OnPull()
        {
            if (!HasBeenPulled(_stage._in))
                Pull(_stage._in);
        }

        // Not before the one that waits.
        public void OnUpstreamFinish()
        {
            _isUpstreamFinished = true;
            if (!_isWaiting)
                CompleteStage();
        }

        public void OnUpstreamFailure(Exception problem) => FailStage(problem);

        public void OnDownstreamFinish(Exception cause) => CancelStage(cause);

        protected override void OnTimer(object timerKey)
        {
            _isWaiting = false;
            Offer(_waiting!);
        }

        private void Offer(T element)
        {
            switch (_stage._log(element))
            {
                case AppendOutcome.RefusedFull or AppendOutcome.RefusedByDisk:
                    (_waiting, _isWaiting) = (element, true);
                    ScheduleOnce(nameof(Offer), RetryInterval);
                    return;
                case AppendOutcome.RefusedClosed:
                    FailStage(new WandbException($"Run {_stage._run.Id} has ended: a stream still had rows for it. End the stream, and wait for its sink, before the run."));
                    return;
            }

            _waiting = default;
            Push(_stage._out, element);
            if (_isUpstreamFinished)
                CompleteStage();
        }
    }
}
