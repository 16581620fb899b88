using Akka.Streams;
using Akka.Streams.Stage;
using Google.Protobuf;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors;

/// <summary>
/// Reads a log as far as it is asked for rows. Of a live run it reads no byte beyond the released offset, and at that looks again by a timer until the run has ended.
/// Memory is bounded by the largest record.
/// </summary>
internal sealed class ReplayStage : GraphStageWithMaterializedValue<SourceShape<ReplayedRow>, Task<ReplayReport>>
{
    private readonly Outlet<ReplayedRow> _out = new("wandb-replay.out");
    private readonly ReplayedLog _log;
    private readonly long _fromStep;

    public ReplayStage(ReplayedLog log, long fromStep)
    {
        _log = log;
        _fromStep = fromStep;
        Shape = new SourceShape<ReplayedRow>(_out);
    }

    public override SourceShape<ReplayedRow> Shape { get; }

    public override ILogicAndMaterializedValue<Task<ReplayReport>> CreateLogicAndMaterializedValue(Akka.Streams.Attributes inheritedAttributes)
    {
        var logic = new Logic(this);
        return new LogicAndMaterializedValue<Task<ReplayReport>>(logic, logic.Report);
    }

    private sealed class Logic : TimerGraphStageLogic, IOutHandler
    {
        private const int MaxProblems = 10;

        // So many records are passed over in one turn at most, that others have theirs.
        private const int MaxSkipped = 1_000;

        private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

        private readonly ReplayStage _stage;
        private readonly TaskCompletionSource<ReplayReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<string> _problems = [];
        private TransactionLogReader? _reader;
        private long _rows;
        private long _unread;
        private bool _isWhole;

        public Logic(ReplayStage stage) : base(stage.Shape)
        {
            _stage = stage;
            SetHandler(stage._out, this);
        }

        public Task<ReplayReport> Report => _report.Task;

        public void OnPull() => Read();

        public void OnDownstreamFinish(Exception cause) => CancelStage(cause);

        protected override void OnTimer(object timerKey) => Read();

        public override void PostStop()
        {
            _reader?.Dispose();
            _report.TrySetResult(new ReplayReport(_rows, _unread, _problems, _isWhole));
        }

        private void Read()
        {
            // In this order: what was released before the end is read after it.
            var isLive = _stage._log.IsLive;
            var limit = _stage._log.Limit;
            if (limit == 0 && isLive)
            {
                ScheduleOnce(nameof(Read), LookInterval);
                return;
            }

            _reader ??= TransactionLogReader.Open(_stage._log.Path);
            _reader.Limit = limit;
            for (var records = 0; records < MaxSkipped; records++)
            {
                if (!TryRead(_reader, isLive, out var row))
                    return;
                if (row is null || row.Step < _stage._fromStep)
                    continue;

                _rows++;
                Push(_stage._out, row);
                return;
            }

            ScheduleOnce(nameof(Read), TimeSpan.Zero);
        }

        // False: it is not to be read on, now or at all.
        private bool TryRead(TransactionLogReader reader, bool isLive, out ReplayedRow? row)
        {
            row = null;
            switch (reader.Read(out var record))
            {
                case ReadOutcome.Record:
                    return TryRead(record, reader.Position, out row);
                case ReadOutcome.Damage:
                    Note($"{reader.Problem}");
                    return true;
                case ReadOutcome.NotALog:
                    FailStage(new WandbException($"{_stage._log.Path} is no log of a run: {reader.Problem}."));
                    return false;
                case ReadOutcome.TornTail when !isLive:
                    Note($"{reader.Problem}");
                    CompleteStage();
                    return false;
                case ReadOutcome.End when !isLive:
                    CompleteStage();
                    return false;
                default:
                    ScheduleOnce(nameof(Read), LookInterval);
                    return false;
            }
        }

        private bool TryRead(ReadOnlyMemory<byte> record, long position, out ReplayedRow? row)
        {
            row = null;
            try
            {
                row = RowReading.Read(record, out _isWhole);
            }
            catch (InvalidProtocolBufferException problem)
            {
                Note($"the record before byte {position} cannot be read: {problem.Message}");
            }

            if (_isWhole)
                CompleteStage();
            return !_isWhole;
        }

        private void Note(string problem)
        {
            _unread++;
            if (_problems.Count < MaxProblems)
                _problems.Add(problem);
        }
    }
}
