using WandbActors.Actors.Writing;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.TestKit;

/// <summary>A disk of real files on which writing fails when it is told to.</summary>
/// <param name="meet">Says what becomes of a write of this run.</param>
internal sealed class FaultyLogDisk(Func<string, DiskFault?> meet) : LogDisk
{
    public override ILogFile Create(RunId run, string path) => Open(run, () => base.Create(run, path));

    public override ILogFile OpenCut(RunId run, string path, long length) => Open(run, () => base.OpenCut(run, path, length));

    // Not on another thread: the simulation stands still meanwhile.
    public override Task<T> LookAsync<T>(Func<T> look, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(look());
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }

    private FaultyLogFile Open(RunId run, Func<ILogFile> open)
    {
        if (meet(run.Value)?.Refusal is { } refusal)
            throw new IOException(refusal);

        return new FaultyLogFile(open(), () => meet(run.Value));
    }
}
