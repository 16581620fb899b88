using System.Diagnostics.Metrics;
using WandbActors.Ending;
using WandbActors.Persistence.Buffering;

namespace WandbActors;

/// <summary>
/// The ledgers and row buffers of the live runs in the meter <c>WandbActors</c>, each with the tags <c>run_id</c> and <c>project</c>. They are read when
/// a listener asks, so that nobody pays for a meter that nobody reads.
/// </summary>
internal static class RunMeter
{
    private static readonly Lazy<Meter> Instance = new(() => AddLedgers(WandbInstrumentation.Meter));

    public static void Watch() => _ = Instance.Value;

    private static Meter AddLedgers(Meter meter)
    {
        Counter("wandb.rows.offered", "{row}", "Log calls made.", ledger => ledger.Offered);
        CounterBy("wandb.rows.refused", "{row}", "Log calls that were refused.", ledger =>
            [("full", ledger.RefusedFull), ("closed", ledger.RefusedClosed), ("other", ledger.RefusedOther)]);
        Gauge("wandb.rows.in_ring", "{row}", "Rows in the memory buffer, not yet in the log.", ledger => ledger.InRing);
        Counter("wandb.rows.in_log", "{row}", "Rows in the log.", ledger => ledger.InLog);
        Counter("wandb.rows.merged", "{row}", "Rows in the log that joined another one's record.", ledger => ledger.Merged);
        Counter("wandb.rows.unreadable", "{row}", "Rows set aside because memory was damaged.", ledger => ledger.Poisoned);
        Counter("wandb.history.records", "{record}", "History records in the log.", ledger => ledger.HistoryRecords);
        Counter("wandb.history.on_server", "{record}", "History records that the server has.", ledger => ledger.OnServer);
        Gauge("wandb.history.waiting", "{record}", "History records that the server does not have yet.", ledger => ledger.Waiting);
        CounterBy("wandb.history.markers", "{record}", "History records that a marker line stands for on the server.", ledger =>
            [("too_long", ledger.MarkersTooLong), ("unreadable", ledger.MarkersUnreadable)]);
        Counter("wandb.values.lost", "{value}", "Values that are missing in rows that were kept.", ledger => ledger.ValuesLost);
        CounterBy("wandb.values.given_up", "{value}", "Deferred values that did not come.", ledger =>
            [("failed", ledger.ValuesFailed), ("timed_out", ledger.ValuesTimedOut), ("crowded_out", ledger.ValuesCrowdedOut),
            ("without_slot", ledger.ValuesWithoutSlot), ("unfinished", ledger.ValuesUnfinished)]);
        Counter("wandb.calls.slow", "{call}", "Log calls that took longer than 1 ms.", ledger => ledger.SlowCalls);
        Counter("wandb.output.lost", "{write}", "Console writes that are missing.", ledger => ledger.OutputLost);
        Counter("wandb.files.lost", "{file}", "Artifacts and saved files that are missing.", ledger => ledger.FilesLost);
        meter.CreateObservableUpDownCounter("wandb.buffer.used", () => Buffers(buffer => buffer.UsedBytes), "By", "Bytes of the memory buffer that wait for the log.");
        meter.CreateObservableUpDownCounter("wandb.buffer.limit", () => Buffers(buffer => buffer.RingBytes), "By", "Bytes that the memory buffer can hold.");
        return meter;

        void Counter(string name, string unit, string description, Func<Ledger, long> read) =>
            meter.CreateObservableCounter(name, () => LiveRuns.All.Select(run => new Measurement<long>(read(run.Ledger), Tags(run))), unit, description);

        void Gauge(string name, string unit, string description, Func<Ledger, long> read) =>
            meter.CreateObservableUpDownCounter(name, () => LiveRuns.All.Select(run => new Measurement<long>(read(run.Ledger), Tags(run))), unit, description);

        void CounterBy(string name, string unit, string description, Func<Ledger, (string Reason, long Count)[]> read) =>
            meter.CreateObservableCounter(name, () => LiveRuns.All.SelectMany(run => read(run.Ledger).Select(count =>
                new Measurement<long>(count.Count, [.. Tags(run), new("reason", count.Reason)]))), unit, description);
    }

    private static IEnumerable<Measurement<long>> Buffers(Func<RowBuffer, long> read) =>
        LiveRuns.All.Select(run => new Measurement<long>(read(run.Session!.Buffer), Tags(run)));

    private static KeyValuePair<string, object?>[] Tags(Run run) => [new("run_id", run.Id), new("project", run.Project)];
}
