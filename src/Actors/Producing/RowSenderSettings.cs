using WandbActors.Actors.Producing;

namespace WandbActors;

/// <summary>How a sender of rows to a run in another process behaves.</summary>
public sealed record RowSenderSettings
{
    /// <summary>What the sender's rows are called, such as <c>rank-3</c>; each start of a sender adds something of its own, so that no two are taken for one.</summary>
    /// <value>1 to 223 characters. The default is the name of the sender's actor, or as much of it.</value>
    public string? Name { get; init; }

    /// <summary>How many rows wait at most, sent or not, until the run has them. A further one is refused, and counted.</summary>
    /// <value>At least 1; the default is 16,384 rows.</value>
    public int MaxWaiting { get; init; } = 16_384;

    /// <summary>How many of them are on their way at once.</summary>
    /// <value>At least 1; the default is 256 rows.</value>
    public int MaxUnderWay { get; init; } = 256;

    /// <summary>After how long without an answer rows are sent again, and the run is looked for again.</summary>
    /// <value>1 ms to 1 day; the default is 1 s.</value>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without the run taking a row the rows that wait are given up, which is said and counted.</summary>
    /// <value>More than 0; the default is 10 minutes. <see cref="Timeout.InfiniteTimeSpan"/> never gives up.</value>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(10);

    // What each start of a sender adds: a slash and 32 digits.
    internal static int MaxNameLength => ProducerBook.MaxNameLength - 33;

    /// <exception cref="ArgumentException">No sender can work like this.</exception>
    internal void ThrowIfWrong()
    {
        Require(Name is null || (Name.Length >= 1 && Name.Length <= MaxNameLength), nameof(Name), $"has 1 to {MaxNameLength} characters");
        Require(MaxWaiting >= 1, nameof(MaxWaiting), "is at least 1");
        Require(MaxUnderWay >= 1, nameof(MaxUnderWay), "is at least 1");
        Require(RetryInterval >= TimeSpan.FromMilliseconds(1) && RetryInterval <= TimeSpan.FromDays(1), nameof(RetryInterval), "is 1 ms to 1 day");
        Require(GiveUpAfter > TimeSpan.Zero || GiveUpAfter == Timeout.InfiniteTimeSpan, nameof(GiveUpAfter), "is more than 0, or Timeout.InfiniteTimeSpan");
    }

    private static void Require(bool isRight, string name, string rule)
    {
        if (!isRight)
            throw new ArgumentException($"{nameof(RowSenderSettings)}.{name} {rule}.");
    }
}
