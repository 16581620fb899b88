using System.Buffers;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// A machine sample as the events line that a server keeps. Its keys gain the prefix <c>system.</c>; its running time includes that of
/// earlier attempts.
/// </summary>
internal static class StatsLine
{
    /// <param name="record">The sample.</param>
    /// <param name="run">The run that it belongs to; null before the run is known, when the running time is 0.</param>
    public static ReadOnlyMemory<byte> Of(StatsRecord record, RunRecord? run)
    {
        var sampledAt = Moment.Of(record.Timestamp) ?? DateTime.UnixEpoch;
        var startedAt = Moment.Of(run?.StartTime) ?? sampledAt;
        var writer = new ArrayBufferWriter<byte>(record.CalculateSize() + 128);
        writer.Write("{\"_wandb\":true,\"_timestamp\":"u8);
        WriteSeconds(sampledAt - DateTime.UnixEpoch, writer);
        writer.Write(",\"_runtime\":"u8);
        WriteSeconds(sampledAt - startedAt + TimeSpan.FromSeconds(run?.Runtime ?? 0), writer);
        foreach (var item in record.Item)
        {
            writer.Write(","u8);
            ValueJson.WriteText("system." + item.Key, writer);
            writer.Write(":"u8);
            JsonText.Write(JsonText.Clean(item.ValueJson), writer);
        }

        writer.Write("}"u8);
        return writer.WrittenMemory;
    }

    private static void WriteSeconds(TimeSpan time, ArrayBufferWriter<byte> writer) =>
        writer.Advance(ValueJson.FormatDouble((double)time.Ticks / TimeSpan.TicksPerSecond, writer.GetSpan(ValueJson.MaxNumberBytes)));
}
