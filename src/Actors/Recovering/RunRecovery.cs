using WandbActors.Actors.Assembling;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Recovering;

/// <summary>
/// Finishes the log of a run whose process has gone: cuts it at the row buffer's release mark, writes what the buffer still holds, gives
/// the run an end, and removes the buffer. It notes marks as the run's actors do, so it may itself be killed at any point and repeated,
/// to the same effect. Whoever calls it holds the run's lock.
/// </summary>
internal sealed class RunRecovery
{
    /// <summary>What an interrupted run is given as its exit code, as the official client does.</summary>
    public const int ExitCode = 1;

    private const int BatchBytes = 1 << 20;

    // The header and the run itself.
    private const int RecordsUpToRun = 2;

    private readonly LeftBehindRun _run;
    private readonly List<string> _problems = [];

    private RunRecovery(LeftBehindRun run) => _run = run;

    /// <summary>Recovers a run.</summary>
    /// <exception cref="IOException">The disk refuses; nothing is lost, and it may be tried again.</exception>
    public static RecoveryReport Recover(LeftBehindRun run) => new RunRecovery(run).Recover();

    private RecoveryReport Recover()
    {
        var report = _run.RingPath is not { } ring ? EndWithoutBuffer("its row buffer is gone, as after a reboot: rows that were only there are lost")
            : RowBufferNote.OriginalOf(ring, _run.Directory) is { } original
                ? EndWithoutBuffer($"this is a copy of {original}, which keeps its row buffer: rows that are only there are not in the copy")
                : RecoverFrom(ring);
        RowBufferNote.Delete(_run.Directory);
        return report;
    }

    private RecoveryReport RecoverFrom(string ring)
    {
        LeftBehindBuffer buffer;
        try
        {
            buffer = LeftBehindBuffer.Open(ring, _run.Directory);
        }
        catch (InvalidDataException problem)
        {
            return SetAside(ring, problem.Message);
        }

        using (buffer)
        {
            if (buffer.Marks is not { } marks)
                return SetAside(ring, "neither of its marks can be read, so nobody knows which of its rows the log has");

            var report = Replay(buffer, marks.Release);
            buffer.Delete();
            return report;
        }
    }

    private RecoveryReport Replay(LeftBehindBuffer buffer, RingMark release)
    {
        if (release.State.IsEmpty)
            return Report(0, 0, 0); // killed before the run had begun

        var before = AssemblerState.ProgressIn(release.State);
        if (before.HasEnded)
            return Report(0, 0, 0);

        var (log, there) = OpenLog(buffer, release);
        using (log)
        {
            if (there?.HasExit ?? false)
                return Report(0, 0, 0);

            var assembler = new StepAssembler(new MetricSampler(), release.State, WrittenRows.In(_run.LogPath, release.LogOffset));
            var lastTicks = before.Clock.StartTicks;
            while (!Append(buffer, assembler, log, there, ref lastTicks))
            {
            }

            log.Flush(toDisk: true);
            _problems.AddRange(buffer.Problems);
            var lost = assembler.Counts.ValuesLost - before.Counts.ValuesLost;
            return Report(assembler.Counts.Calls - before.Counts.Calls, buffer.Reader.RecordsRead, lost);
        }
    }

    // One batch, as the run's actors would: intent, append, release. Returns whether it was the last, which has the end.
    private static bool Append(
        LeftBehindBuffer buffer, StepAssembler assembler, TransactionLogWriter log, LogRemains? there, ref long lastTicks)
    {
        using var batch = new EncodedBatch();
        var isEnd = TakeItems(buffer.Reader, assembler, batch, ref lastTicks);
        if (isEnd && log.Position == TransactionLogFormat.FileHeaderBytes && batch.Count < RecordsUpToRun)
            return true; // killed while it started: there is no run that could be ended

        if (isEnd)
            assembler.WriteInterruption(ExitCode, lastTicks, batch);
        else if (assembler.IsSummaryLarge)
            assembler.WriteSummary(batch);

        var state = assembler.State;
        buffer.NoteIntent(new RingMark(buffer.Reader.Position, log.Position, state));
        foreach (var record in batch)
        {
            if (there is null)
                log.Append(record);
            else if (!there.TakeEqual(record))
                log.Append(there.Renumber(record));
        }

        log.Flush(toDisk: false);
        buffer.NoteRelease(new RingMark(buffer.Reader.Position, log.Position, state));
        return isEnd;
    }

    private static bool TakeItems(RowBufferReader ring, StepAssembler assembler, EncodedBatch batch, ref long lastTicks)
    {
        while (batch.RecordBytes < BatchBytes)
        {
            if (!ring.TryRead(out var item))
                return true;

            if (item.Kind == BufferedItemKind.Row)
                lastTicks = Math.Max(lastTicks, item.UtcTicks);
            assembler.Take(item, batch);
        }

        return false;
    }

    // Within one boot the file is as its writer left it, and all behind the release is made again. After another, or with damaged
    // marks, the log may be longer than the mark says, or shorter: then nothing whole is cut, and what it has already is not written again.
    private (TransactionLogWriter Log, LogRemains? There) OpenLog(LeftBehindBuffer buffer, RingMark release)
    {
        var length = File.Exists(_run.LogPath) ? new FileInfo(_run.LogPath).Length : 0;
        var isAsLeft = buffer.IsOfThisBoot && !buffer.AreMarksDamaged;
        if (isAsLeft && length >= release.LogOffset)
            return (OpenAt(release.LogOffset, length), null);

        if (isAsLeft)
            _problems.Add($"{_run.LogPath} is shorter than it was: {release.LogOffset - length} bytes of records are lost");
        var there = LogRemains.Of(_run.LogPath, release.LogOffset);
        if (!there.HasRun && release.LogOffset > 0)
            _problems.Add($"{_run.LogPath} has lost the record that names its run: what is recovered is in it, but it cannot be sent");
        return (OpenAt(there.End, length), there);
    }

    private TransactionLogWriter OpenAt(long offset, long length)
    {
        const int header = TransactionLogFormat.FileHeaderBytes;
        if (length >= header)
            return TransactionLogWriter.OpenForAppend(_run.LogPath, Math.Max(offset, header));

        File.Delete(_run.LogPath); // not even its header
        return TransactionLogWriter.Create(_run.LogPath);
    }

    // Kept for whoever can read it; the run is ended without.
    private RecoveryReport SetAside(string ring, string problem)
    {
        var place = Path.Combine(_run.Directory, Path.GetFileName(ring) + ".unreadable");
        var report = EndWithoutBuffer($"its row buffer cannot be read ({problem}) and is set aside as {place}");
        File.Move(ring, place, overwrite: true);
        return report;
    }

    private RecoveryReport EndWithoutBuffer(string reason)
    {
        var there = LogRemains.Of(_run.LogPath);
        if (there.HasExit && _run.RingPath is null)
            return Report(0, 0, 0); // a recovery was killed behind the last thing it did but one

        _problems.Add($"Run {_run.RunId}: {reason}");
        _problems.AddRange(there.Problems);
        if (there.HasRun && !there.HasExit)
            WriteEnd(there);
        return Report(0, 0, 0);
    }

    private void WriteEnd(LogRemains there)
    {
        using var batch = new EncodedBatch();
        var nextRecord = there.NextRecord;
        there.WriteSummary(ref nextRecord, batch);
        RunEnd.Write(ExitCode, there.Runtime, ref nextRecord, batch);

        using var log = TransactionLogWriter.OpenForAppend(_run.LogPath, there.End);
        foreach (var record in batch)
            log.Append(record);
        log.Flush(toDisk: true);
    }

    private RecoveryReport Report(long rows, long records, long valuesLost) => new(_run, rows, records, valuesLost, _problems);
}
