using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace AzureML.Scoring;

/// <summary>Posts a body and brings the whole reply, over connections that are kept alive. Safe to use from many threads.</summary>
internal sealed class Transport : IDisposable
{
    private readonly Configuration _configuration;
    private readonly ErrorReport _errors;
    private readonly HttpMessageInvoker _invoker;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private int _disposed;

    public Transport(Configuration configuration, ErrorReport errors)
    {
        _configuration = configuration;
        _errors = errors;
        _closed = _closing.Token;

        // The invoker and not HttpClient: all limits are ours, so that a timeout and a cancellation stay apart.
        _invoker = new HttpMessageInvoker(Handler(configuration.ConnectTimeout), disposeHandler: true);
    }

    /// <summary>Sends one request, once.</summary>
    /// <exception cref="ScoringException">Kind timeout or connection: no whole reply came.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, or the client was closed.</exception>
    public async Task<Reply> PostAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, typeof(ScoringClient));
        cancellationToken.ThrowIfCancellationRequested();
        string clientRequestId = Guid.NewGuid().ToString();
        using var limit = new AttemptLimit(_configuration.AttemptTimeout, _configuration.TimeProvider, cancellationToken, _closed);
        try
        {
            using HttpRequestMessage request = Request(new RequestContent(body, limit.Start), clientRequestId);
            using HttpResponseMessage response = await _invoker.SendAsync(request, limit.Token).ConfigureAwait(false);
            CheckFraming(response);
            using var buffer = new MemoryStream();
            await response.Content.CopyToAsync(buffer, limit.Token).ConfigureAwait(false);
            return new Reply((int)response.StatusCode, response.Headers, buffer.GetBuffer().AsMemory(0, (int)buffer.Length), clientRequestId);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The call was cancelled.", e, cancellationToken);
            }

            if (_closed.IsCancellationRequested)
            {
                throw new OperationCanceledException("The client was closed while the call was in flight.", e, _closed);
            }

            throw Failure(e, limit.Expired, clientRequestId);
        }
    }

    /// <summary>Cancels the calls in flight and closes all connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _closing.Cancel();
            _closing.Dispose();
            _invoker.Dispose();
        }
    }

    private static SocketsHttpHandler Handler(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(15), // so that a change of address in DNS is noticed
    };

    /// <summary>Refuses a reply that is none, or leaves open where it ends; the platform would take it to end with the connection.</summary>
    private static void CheckFraming(HttpResponseMessage response)
    {
        if ((int)response.StatusCode < 100)
        {
            throw new IOException("The reply has no status.");
        }

        if (response.Headers.TransferEncodingChunked != true
            && response.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues lengths)
            && (lengths.Distinct().Count() > 1 || !lengths.All(length => length.Trim().All(char.IsAsciiDigit))))
        {
            throw new IOException("The reply does not say how long it is.");
        }
    }

    private HttpRequestMessage Request(RequestContent content, string clientRequestId)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _configuration.Uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", _configuration.UserAgent);
        request.Headers.TryAddWithoutValidation("x-ms-client-request-id", clientRequestId);
        if (_configuration.Key is ScoringKey key)
        {
            request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
        }

        return request;
    }

    private ScoringException Failure(Exception cause, bool expired, string clientRequestId)
    {
        (ScoringErrorKind kind, string message) = cause switch
        {
            _ when expired => (ScoringErrorKind.Timeout, $"No whole reply came within {Seconds(_configuration.AttemptTimeout)}."),

            // Nobody else cancels, so it was the handler's own limit for connections.
            OperationCanceledException => (ScoringErrorKind.Timeout, $"No connection was made within {Seconds(_configuration.ConnectTimeout)}."),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
                (ScoringErrorKind.Connection, "No connection could be made: " + Innermost(cause)),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                (ScoringErrorKind.Connection, "No secure connection could be made: " + Innermost(cause)),
            _ => (ScoringErrorKind.Connection, "The connection broke before the reply was whole: " + Innermost(cause)),
        };
        return _errors.OfExchange(kind, message, clientRequestId, cause);
    }

    private static string Innermost(Exception e) => e.GetBaseException().Message;

    private static string Seconds(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds} s");
}
