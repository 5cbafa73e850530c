using System.Net;
using System.Net.Http.Headers;

namespace AzureML.Scoring;

/// <summary>The JSON body of a request. It calls back when sending starts, that is, once there is a connection.</summary>
internal sealed class RequestContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Action _onSend;

    public RequestContent(ReadOnlyMemory<byte> body, Action onSend)
    {
        _body = body;
        _onSend = onSend;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _onSend();
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
