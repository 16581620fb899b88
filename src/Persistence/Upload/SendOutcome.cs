namespace WandbActors.Persistence.Upload;

/// <summary>What became of one file_stream request. The kind says what the sender does next.</summary>
internal abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    public static SendOutcome Of(CallFailure failure) =>
        failure.IsFinal ? new Fatal(failure.Status, failure.Reason) : new Retry(failure.RetryAfter, failure.Reason);

    /// <summary>The server has the lines: go on. <see cref="Stopped"/>: somebody asks the run to stop; the server says it once or always.</summary>
    internal sealed record Accepted(bool Stopped) : SendOutcome;

    /// <summary>Send the same payload again: after <see cref="After"/> if the server said so, else by the schedule.</summary>
    internal sealed record Retry(TimeSpan? After, string Reason) : SendOutcome;

    /// <summary>Stop sending for good; the log goes on. <see cref="Status"/> is 0 if the server did not answer.</summary>
    internal sealed record Fatal(int Status, string Reason) : SendOutcome;
}
