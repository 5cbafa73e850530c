using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace AzureML.Scoring;

/// <summary>Sends a request and reads the complete reply, over connections that are kept alive. Thread-safe.</summary>
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

        // Not HttpClient, which has a timeout: with all limits set here, a timeout can be distinguished from a cancellation.
        _invoker = new HttpMessageInvoker(Handler(configuration.ConnectTimeout), disposeHandler: true);
    }

    /// <summary>Sends one request, without retries.</summary>
    /// <exception cref="ScoringException">Kind timeout or connection: there was no complete reply.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled the call, or the client was closed.</exception>
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
                throw new OperationCanceledException("the call was cancelled", e, cancellationToken);
            }

            if (_closed.IsCancellationRequested)
            {
                throw new OperationCanceledException("the client was closed during the call", e, _closed);
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
        PooledConnectionLifetime = TimeSpan.FromMinutes(15), // so that DNS changes take effect
    };

    /// <summary>Rejects a reply with a status below 100 or an unclear length, which the platform would read until the connection ends.</summary>
    private static void CheckFraming(HttpResponseMessage response)
    {
        if ((int)response.StatusCode < 100)
        {
            throw new IOException("the reply has a status below 100");
        }

        if (response.Headers.TransferEncodingChunked != true
            && response.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues lengths)
            && (lengths.Distinct().Count() > 1 || !lengths.All(length => length.Trim().All(char.IsAsciiDigit))))
        {
            throw new IOException("the reply has an invalid or ambiguous Content-Length");
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
            _ when expired => (ScoringErrorKind.Timeout, $"no complete reply within {Seconds(_configuration.AttemptTimeout)}"),

            // Nothing else cancels, so the handler's connect timeout was reached.
            OperationCanceledException => (ScoringErrorKind.Timeout, $"no connection within {Seconds(_configuration.ConnectTimeout)}"),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
                (ScoringErrorKind.Connection, "the connection failed: could not connect: " + Innermost(cause)),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                (ScoringErrorKind.Connection, "the connection failed: could not set up TLS: " + Innermost(cause)),
            _ => (ScoringErrorKind.Connection, "the connection failed: broken before the reply was complete: " + Innermost(cause)),
        };
        return _errors.OfExchange(kind, message, clientRequestId, cause);
    }

    private static string Innermost(Exception e) => e.GetBaseException().Message;

    private static string Seconds(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds} s");
}
