using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// The line that a record becomes. Line = base + k must hold whatever a record holds: one that cannot be written is a marker line, which
/// keeps the row's step and times if they can be.
/// </summary>
/// <param name="Line">One line of JSON.</param>
/// <param name="Problem">Why it is a marker; <c>null</c> if it is not.</param>
internal readonly record struct SendableLine(ReadOnlyMemory<byte> Line, string? Problem)
{
    private static readonly string[] Moments = ["_step", "_runtime", "_timestamp"];

    public static SendableLine Of(ReplayEffect.HistoryLine history) => Of(history.ToUtf8, () => HistoryLine.Of(MomentsOf(history.Record)));

    public static SendableLine Of(ReplayEffect.EventsLine events) => Of(events.ToUtf8, () => default);

    /// <param name="write">Writes the line.</param>
    /// <param name="writeMoments">Writes what a marker keeps of it.</param>
    public static SendableLine Of(Func<ReadOnlyMemory<byte>> write, Func<ReadOnlyMemory<byte>> writeMoments)
    {
        try
        {
            return new SendableLine(write(), null);
        }
        catch (Exception problem)
        {
            return new SendableLine(MarkerLine.For(OrNothing(writeMoments).Span, $"a row that cannot be written: {problem.Message}"), problem.Message);
        }
    }

    private static ReadOnlyMemory<byte> OrNothing(Func<ReadOnlyMemory<byte>> write)
    {
        try
        {
            return write();
        }
        catch (Exception)
        {
            return default;
        }
    }

    private static HistoryRecord MomentsOf(HistoryRecord record) => new() { Item = { record.Item.Where(item => Moments.Contains(item.Key)) } };
}
