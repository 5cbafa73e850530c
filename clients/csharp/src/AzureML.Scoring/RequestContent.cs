using System.Net;

namespace AzureML.Scoring;

/// <summary>The body of one attempt. It calls back when sending starts, that is, once there is a connection.</summary>
internal sealed class RequestContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Action _onSend;

    public RequestContent(RequestBody? body, Action onSend)
    {
        _bytes = body?.Bytes ?? ReadOnlyMemory<byte>.Empty;
        _onSend = onSend;
        if (body is not null)
        {
            Headers.TryAddWithoutValidation("Content-Type", body.ContentType);
        }
    }

    /// <summary>Why the body could not be sent whole; null if it was.</summary>
    public IOException? Interruption { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <remarks>
    /// A service that refuses a large body replies, 413 for instance, and closes the connection while the body is still being
    /// sent. If writing failed here, the HTTP library would drop the connection together with that reply. So a failure is kept
    /// for later: the library then reads the reply if there is one, and fails by itself if there is none. The alternative,
    /// <c>Expect: 100-continue</c>, costs a round trip per call, or a second with a service that ignores it.
    /// </remarks>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _onSend();
        try
        {
            await stream.WriteAsync(_bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            Interruption = e;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
