using System.Collections.Immutable;
using Akka.Actor;

namespace WandbActors.Actors.Serialization;

/// <summary>
/// Every type that may stand in a message between processes: the messages, what their fields hold, and what stands for other things on
/// the way. A message that is missing here cannot be sent; a spec sees to it that none is.
/// </summary>
internal static class RunProtocolTypes
{
    public static ImmutableArray<Type> All { get; } =
    [
        typeof(StartRun),
        typeof(RunStarted),
        typeof(RunRefused),
        typeof(FindRun),
        typeof(GetRuns),
        typeof(RunList),
        typeof(LogRow),
        typeof(RowKept),
        typeof(RowMissing),
        typeof(RowRefused),
        typeof(RaiseAlert),
        typeof(MarkPreempting),
        typeof(ChangeRun),
        typeof(FlushRun),
        typeof(RunFlushed),
        typeof(FinishRun),
        typeof(RunFinished),
        typeof(GetRunStatus),
        typeof(RunStatus),
        typeof(RunStopRequested),
        typeof(SubscribeToRuns),
        typeof(UnsubscribeFromRuns),
        typeof(RowsWritten),
        typeof(UploadStalled),
        typeof(UploadResumed),
        typeof(LogStalled),
        typeof(LogResumed),

        typeof(AlertLevel),
        typeof(TimeSpan),
        typeof(DateTimeOffset),
        typeof(FlushTarget),
        typeof(Ledger),
        typeof(UploadState),

        typeof(RowNumber),
        typeof(RowRefusal),
        typeof(RunMode),
        typeof(ResumeMode),
        typeof(RunOptionsOnWire),
        typeof(ImmutableArray<RunStarted>),
        typeof(RunStarted[]),
        typeof(NamedValues),
        typeof(ActorRefBase.Surrogate),
        typeof(Nobody.NobodySurrogate),
        typeof(string[]),
        typeof(byte[]),
        typeof(long[]),
    ];
}
