using WandbActors.Actors.Assembling;
using WandbActors.Actors.Recovering;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>
/// A recovery that is killed after some of its steps. They are those of <see cref="RunRecovery"/>, with the same parts, but batches of a few
/// items, so that a small ring has several: open, cut; and for each batch assemble, intent, a part of the append, all of it, release.
/// </summary>
internal sealed class KilledRecovery(StoreFiles files, int steps)
{
    private int _stepsLeft = steps;

    public void Run()
    {
        if (LeftBehindRun.In(files.Run)?.RingPath is not { } path)
            return;

        using var ring = LeftBehindBuffer.Open(path, files.Run);
        var release = ring.Marks!.Value.Release;
        if (AssemblerState.ProgressIn(release.State).HasEnded || !IsAlive())
            return;

        var file = OpenLog(release.LogOffset);
        using var log = new TransactionLogWriter(file, Math.Max(release.LogOffset, TransactionLogFormat.FileHeaderBytes));
        var assembler = new StepAssembler(new MetricSampler(), release.State, WrittenRows.In(files.Log, release.LogOffset));
        while (IsAlive() && !Append(ring, assembler, log, file))
        {
        }
    }

    private bool IsAlive() => _stepsLeft-- > 0;

    private TornLogFile OpenLog(long released) => new(File.Exists(files.Log)
        ? LogFile.OpenCut(files.Log, Math.Max(released, TransactionLogFormat.FileHeaderBytes))
        : LogFile.Create(files.Log));

    // Whether it is over: the end is written, or it was killed.
    private bool Append(LeftBehindBuffer ring, StepAssembler assembler, TransactionLogWriter log, TornLogFile file)
    {
        using var batch = Batch.Assemble(ring.Reader, assembler, 7, records => assembler.WriteInterruption(RunRecovery.ExitCode, 0, records));
        if (!IsAlive())
            return true;

        ring.NoteIntent(batch.MarkAt(log.Position));
        if (!IsAlive())
            return true;

        file.TornAt = 100;
        Assert.Throws<IOException>(() => batch.AppendTo(log));
        log.Discard();
        if (!IsAlive())
            return true;

        batch.AppendTo(log);
        if (!IsAlive())
            return true;

        ring.NoteRelease(batch.MarkAt(log.Position));
        return batch.IsLast;
    }
}
