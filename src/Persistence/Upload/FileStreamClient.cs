namespace WandbActors.Persistence.Upload;

/// <summary>
/// Sends file_stream requests of one run, one try a call; when to try again is its owner's decision. The server takes the same payload
/// twice without harm. At most one call at a time.
/// </summary>
internal sealed class FileStreamClient(ServerConnection connection, RunPath run, bool useGzip = false, TimeSpan? attemptTimeout = null)
{
    /// <summary>How long one try may take by default, as in W&amp;B's client.</summary>
    public static readonly TimeSpan DefaultAttemptTimeout = TimeSpan.FromSeconds(180);

    private readonly Uri _uri = connection.Address.FileStream(run);
    private readonly TimeSpan _attemptTimeout = attemptTimeout ?? DefaultAttemptTimeout;

    public async Task<CallOutcome<StreamAnswer>> SendAsync(FileStreamPayload payload, CancellationToken cancellation)
    {
        var attempt = await connection.PostAsync(_uri, new PayloadContent(payload, useGzip), _attemptTimeout, cancellation).ConfigureAwait(false);

        // The official client reads nothing else of the answer, and takes one that is no JSON for a plain yes.
        return attempt.FailureUnder(RetryRule.MostFailures) is { } failure
            ? CallOutcome<StreamAnswer>.Of(failure)
            : new CallOutcome<StreamAnswer>.Success(new StreamAnswer(attempt.ReadJson().Flag("stopped")));
    }
}
