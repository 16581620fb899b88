using System.Net;
using System.Net.Http.Headers;

namespace WandbActors.Persistence.Upload;

/// <summary>A file_stream request as the content of an HTTP request; its memory is kept while it is read.</summary>
internal sealed class PayloadContent : HttpContent
{
    private readonly RequestBody _body;
    private readonly ReadOnlyMemory<byte> _bytes;

    public PayloadContent(FileStreamPayload payload, bool useGzip)
    {
        _body = payload.Memory;
        useGzip &= payload != FileStreamPayload.Heartbeat; // all runs share it
        _bytes = useGzip ? _body.Gzip() : payload.Body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (useGzip)
            Headers.ContentEncoding.Add("gzip");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!_body.TryRead())
            throw new IOException("The request is over: another try has reached the server.");

        try
        {
            await stream.WriteAsync(_bytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _body.ReadEnd();
        }
    }
}
