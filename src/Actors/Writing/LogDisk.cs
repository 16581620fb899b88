using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Writing;

/// <summary>Where the logs of runs are: real files. A simulation gives one on which writing fails when it is told to.</summary>
internal class LogDisk
{
    public static LogDisk Real { get; } = new();

    /// <summary>Makes a log with its header. An existing file is an <see cref="IOException"/>.</summary>
    public virtual ILogFile Create(RunId run, string path) => LogFile.Create(path);

    /// <summary>Opens a log and cuts it to a length that it must have.</summary>
    /// <exception cref="InvalidDataException">The file is no log, or shorter than that; it is left as it is.</exception>
    public virtual ILogFile OpenCut(RunId run, string path, long length) => LogFile.OpenCut(path, length);

    /// <summary>Looks at logs that are there already. That takes its time: on a thread of the pool, so that nobody else waits for it.</summary>
    public virtual Task<T> LookAsync<T>(Func<T> look, CancellationToken cancellation) => Task.Run(look, cancellation);
}
