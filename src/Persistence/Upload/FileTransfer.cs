using System.Diagnostics.CodeAnalysis;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// Puts a file where a signed URL says, one try a call. The URL is the permission: the key never goes with it. A file may grow
/// meanwhile; what goes out is its content as long as it was at the start. Any thread.
/// </summary>
internal sealed class FileTransfer(HttpClient http, TimeProvider time)
{
    // Bounds a try without cutting a large file short: the slowest line that we wait for carries 16 KiB/s.
    private const double SlowestBytesPerSecond = 16 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    /// <summary>Puts the file; success is its size in bytes. A file that is not there is fatal for that file only.</summary>
    public async Task<CallOutcome<long>> PutAsync(
        string path, Uri url, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellation)
    {
        if (!TryOpen(path, out var file, out var problem))
            return new CallOutcome<long>.Fatal(0, problem);

        await using (file.ConfigureAwait(false))
        {
            var content = new FileContent(file);
            return await PutAsync(content, url, headers, _ => content.Length, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a part of the file; success is what the storage calls it.</summary>
    public async Task<CallOutcome<PutPart>> PutAsync(
        string path, FilePart part, Uri url, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellation)
    {
        if (!TryOpen(path, out var file, out var problem))
            return new CallOutcome<PutPart>.Fatal(0, problem);

        await using (file.ConfigureAwait(false))
            return await PutAsync(new FileContent(file, part), url, headers, attempt => new PutPart(part.Number, attempt.ETag ?? ""), cancellation).ConfigureAwait(false);
    }

    /// <summary>Puts these bytes; success is their number.</summary>
    public Task<CallOutcome<long>> PutAsync(
        ReadOnlyMemory<byte> content, Uri url, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellation) =>
        PutAsync(new ReadOnlyMemoryContent(content), url, headers, _ => (long)content.Length, cancellation);

    private async Task<CallOutcome<T>> PutAsync<T>(
        HttpContent content, Uri url, IEnumerable<KeyValuePair<string, string>> headers, Func<HttpAttempt, T> read, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = content };
        AddHeaders(request, headers);
        var timeout = Patience + TimeSpan.FromSeconds((content.Headers.ContentLength ?? 0) / SlowestBytesPerSecond);
        var attempt = await HttpAttempt.MakeAsync(http, request, timeout, time, cancellation).ConfigureAwait(false);

        return attempt.FailureUnder(RetryRule.FileTransfer) is { } failure
            ? CallOutcome<T>.Of(failure)
            : new CallOutcome<T>.Success(read(attempt));
    }

    private static bool TryOpen(string path, [NotNullWhen(true)] out FileStream? file, out string problem)
    {
        try
        {
            file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
            problem = "";
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file = null;
            problem = error.Message;
            return false;
        }
    }

    private static void AddHeaders(HttpRequestMessage request, IEnumerable<KeyValuePair<string, string>> headers)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", ServerHttp.UserAgent);
        foreach (var (name, value) in headers)
        {
            if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                continue;
            // .NET keeps a content's headers, such as Content-Type, apart from the request's.
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
