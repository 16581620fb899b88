namespace WandbActors.Benchmarks.Peers;

/// <summary>Another way to keep rows of numbers. One thread logs; what goes on behind it is the peer's matter.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>What is gone when the process is killed now, in words.</summary>
    string LostOnKill { get; }

    /// <summary>Logs one row: ten numbers, named as <see cref="Runs.NumberRows.Names"/>.</summary>
    void Log(long step, double[] numbers);

    /// <summary>Ends it, with all rows handed to the operating system; gives back how many those are.</summary>
    Task<long> CompleteAsync();
}
