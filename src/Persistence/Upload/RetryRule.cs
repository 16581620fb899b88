namespace WandbActors.Persistence.Upload;

/// <summary>
/// Which answers are worth another try, by their status; these are W&amp;B's own tables. No answer at all is judged elsewhere. A redirect
/// is never followed and never tried again.
/// </summary>
internal sealed class RetryRule
{
    /// <summary>W&amp;B's "retry most failures", for file_stream and GraphQL.</summary>
    public static readonly RetryRule MostFailures = new(
        status => status is not (400 or 401 or 403 or 404 or 409 or 410 or 413 or 422 or 501) and >= 400);

    /// <summary>For creating and updating a run: a conflict passes, since another request to the same run is then under way.</summary>
    public static readonly RetryRule RunUpsert = new(status => status == 409 || MostFailures.Retries(status));

    /// <summary>For files: their storage answers most 4xx for reasons that stay, such as an expired signature.</summary>
    public static readonly RetryRule FileTransfer = new(status => status is 429 or (>= 500 and not 501));

    private readonly Func<int, bool> _retries;

    private RetryRule(Func<int, bool> retries) => _retries = retries;

    public bool Retries(int status) => _retries(status);
}
