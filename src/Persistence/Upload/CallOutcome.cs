namespace WandbActors.Persistence.Upload;

/// <summary>What became of one call to the server. The kind says what the caller does next.</summary>
internal abstract record CallOutcome<T>
{
    private CallOutcome()
    {
    }

    /// <summary>The outcome of a call that failed.</summary>
    public static CallOutcome<T> Of(CallFailure failure) =>
        failure.IsFinal ? new Fatal(failure.Status, failure.Reason) : new Retry(failure.RetryAfter, failure.Reason);

    /// <summary>Go on.</summary>
    internal sealed record Success(T Value) : CallOutcome<T>;

    /// <summary>Call again later: after <see cref="After"/> if the server said so, else by the schedule.</summary>
    internal sealed record Retry(TimeSpan? After, string Reason) : CallOutcome<T>;

    /// <summary>Never call again with the same. <see cref="Status"/> is 0 if the server did not answer.</summary>
    internal sealed record Fatal(int Status, string Reason) : CallOutcome<T>;
}
