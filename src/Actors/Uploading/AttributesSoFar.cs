using WandbActors.Actors.Assembling;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// What people see of a run by its logs alone: name, notes and tags. An attempt that went on without the server's word begins without them,
/// since people may have changed them there; what it leaves unsaid, the attempt before it says.
/// </summary>
internal static class AttributesSoFar
{
    /// <summary>Reads the log, and those before it as far as need be.</summary>
    public static RunRecord In(ChainedLog newest)
    {
        var soFar = new RunRecord();
        var isWhole = false;
        foreach (var log in LogChain.BackFrom(newest))
        {
            var runs = WrittenRows.In(log.Path, long.MaxValue, skipsRows: true).Select(record => record.Run).Where(run => run is not null).ToArray();
            if (runs.Length == 0)
                continue;

            if (soFar.DisplayName.Length == 0)
                soFar.DisplayName = runs[^1].DisplayName;
            if (!isWhole && soFar.Notes.Length == 0)
                soFar.Notes = runs[^1].Notes;
            if (!isWhole && soFar.Tags.Count == 0)
                soFar.Tags.Add(runs[^1].Tags);

            // A change says all, even that there is nothing any more; and so does who knew the server's word. Only the name may still be missing.
            isWhole |= runs.Length > 1 || runs[0].StorageId.Length > 0;
            if (soFar.DisplayName.Length > 0 && (isWhole || (soFar.Notes.Length > 0 && soFar.Tags.Count > 0)))
                break;
        }

        return soFar;
    }
}
