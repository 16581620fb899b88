using System.Globalization;
using System.Text.Unicode;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Uploading;

/// <summary>How far rows go that were read one after the other, without an object for any of them.</summary>
/// <param name="Count">How many.</param>
/// <param name="HighestStep">Their highest step.</param>
/// <param name="Runtime">The last one's that says it: seconds that the run had been running.</param>
internal readonly record struct RowMoments(long Count, long HighestStep, double? Runtime)
{
    /// <summary>These rows and the one in this record; <c>null</c> when it is none, or one for the parser.</summary>
    public RowMoments? With(ReadOnlySpan<byte> record)
    {
        if (!HistoryItems.TryOpen(record, out var items))
            return null;

        long? step = null;
        var (runtime, isTimed) = (Runtime, false);
        while (items.TryRead(out var name, out var json))
        {
            if (!Utf8.IsValid(name) || !Utf8.IsValid(json))
                return null;

            // Of several with one name the first counts.
            if (step is null && name.SequenceEqual("_step"u8))
            {
                if (!long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                    return null;
                step = number;
            }
            else if (!isTimed && name.SequenceEqual("_runtime"u8))
            {
                isTimed = true;
                runtime = double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : runtime;
            }
        }

        return items.IsBroken || step is not { } at ? null : new RowMoments(Count + 1, Count == 0 ? at : Math.Max(HighestStep, at), runtime);
    }
}
