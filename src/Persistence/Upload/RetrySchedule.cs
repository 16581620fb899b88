namespace WandbActors.Persistence.Upload;

/// <summary>
/// When to try again: before retry n (from 0) min(cap, first × 2^n × (1 + a random 0 to 25 %)), as W&amp;B's client does. Pure: chance is given.
/// </summary>
/// <param name="maxRetries">After so many retries the schedule gives up.</param>
/// <param name="random">A number from 0 to below 1, such as <c>Random.Shared.NextDouble</c>.</param>
/// <param name="first">The wait before the first retry; 2 s as in W&amp;B's client by default.</param>
/// <param name="cap">The longest wait; 60 s as in W&amp;B's client by default.</param>
internal sealed class RetrySchedule(int maxRetries, Func<double> random, TimeSpan? first = null, TimeSpan? cap = null)
{
    /// <summary>
    /// Seven days: 2 + 4 + 8 + 16 + 32 s are five retries and about a minute, and then one comes every 60 s, of which seven days have
    /// 7 × 24 × 60 = 10,080.
    /// </summary>
    public const int FileStreamRetries = 5 + (7 * 24 * 60);

    private const double Jitter = 0.25;

    private readonly TimeSpan _first = first ?? TimeSpan.FromSeconds(2);
    private readonly TimeSpan _cap = cap ?? TimeSpan.FromSeconds(60);

    /// <summary>How long to wait before this retry (0 is the first), or null to give up. The server's own word is taken as it is.</summary>
    public TimeSpan? DelayBefore(int retry, TimeSpan? retryAfter = null)
    {
        if (retry >= maxRetries)
            return null;
        if (retryAfter is not null)
            return retryAfter;

        // In floating point, which large exponents cannot overflow.
        var delay = _first.TotalSeconds * Math.Pow(2, retry) * (1 + (Jitter * random()));
        return delay < _cap.TotalSeconds ? TimeSpan.FromSeconds(delay) : _cap;
    }
}
