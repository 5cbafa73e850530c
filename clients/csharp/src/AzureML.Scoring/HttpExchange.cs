using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace AzureML.Scoring;

/// <summary>The innermost exchange: one request over HTTP, on connections that are kept alive.</summary>
internal sealed class HttpExchange : IExchange, IDisposable
{
    private readonly Configuration _configuration;
    private readonly HttpMessageInvoker _invoker;

    public HttpExchange(Configuration configuration)
    {
        _configuration = configuration;

        // Not HttpClient, which has a timeout: with all limits set here, a timeout can be distinguished from a cancellation.
        _invoker = configuration.Handler is HttpMessageHandler given
            ? new HttpMessageInvoker(given, disposeHandler: false)
            : new HttpMessageInvoker(Handler.Create(configuration.ConnectTimeout, configuration.Authorities), disposeHandler: true);
    }

    public async Task<Outcome> SendAsync(Request request, Call call)
    {
        call.Token.ThrowIfCancellationRequested();
        call.CountAttempt();
        using var limit = new TimeLimit(call.Limits.AttemptTimeout, _configuration.TimeProvider, call.Token);
        using var content = new RequestContent(request.Operation.Body, limit.Start);
        try
        {
            using HttpRequestMessage message = Message(request, content, call.ClientRequestId);
            using HttpResponseMessage response = await _invoker.SendAsync(message, limit.Token).ConfigureAwait(false);
            CheckFraming(response);
            if (response.IsSuccessStatusCode && content.Interruption is not null)
            {
                throw content.Interruption; // a prediction from half of the input
            }

            return await ReadAsync(response, call.Secrets, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (call.Token.IsCancellationRequested)
        {
            // Closing the client can show as any exception, such as that of a disposed handler.
            throw new OperationCanceledException(e.Message, e, call.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            return FailureOf(content.Interruption ?? e, limit.Expired, call.Limits);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<Reply> ReadAsync(HttpResponseMessage response, Secrets secrets, CancellationToken cancellationToken)
    {
        long limit = _configuration.ReplyLimit;
        long keep = response.IsSuccessStatusCode ? limit : ErrorReport.BodyLimit + secrets.LongestEcho;
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        ReplyBody body = await ReplyBody.ReadAsync(stream, response.Content.Headers.ContentLength, keep, limit, cancellationToken).ConfigureAwait(false);
        return new Reply((int)response.StatusCode, response.Headers, body, _configuration.TimeProvider.GetUtcNow());
    }

    /// <summary>Rejects a reply that no client should believe, or that the platform would read until the connection ends.</summary>
    private static void CheckFraming(HttpResponseMessage response)
    {
        if ((int)response.StatusCode < 200)
        {
            // Interim replies are skipped by the platform. It hands out 101, after which no HTTP follows.
            throw new IOException($"the reply has status {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)}, which does not end a request");
        }

        if (response.Headers.TransferEncodingChunked != true
            && response.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues lengths)
            && (lengths.Distinct(StringComparer.Ordinal).Skip(1).Any() || !lengths.All(length => length.Trim().All(char.IsAsciiDigit))))
        {
            throw new IOException("the reply has an invalid or ambiguous Content-Length");
        }
    }

    /// <remarks>
    /// A GET has content too, of length zero: the platform silently repeats a request without content on another connection,
    /// up to three times, and nothing may be sent that is not counted.
    /// </remarks>
    private HttpRequestMessage Message(Request request, RequestContent content, string clientRequestId)
    {
        var message = new HttpRequestMessage(request.Operation.Method, request.Target)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Operation.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", _configuration.UserAgent);
        message.Headers.TryAddWithoutValidation("x-ms-client-request-id", clientRequestId);
        if (request.Credential is ScoringKey key)
        {
            message.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
        }

        return message;
    }

    private Failure FailureOf(Exception cause, bool expired, CallLimits limits) => cause switch
    {
        _ when expired => new Failure(ScoringErrorKind.Timeout, $"no complete reply within {Seconds(limits.AttemptTimeout)}", cause),

        // Nothing else cancels, so a limit of the handler was reached. The client's own handler has only one.
        OperationCanceledException when _configuration.Handler is not null => new Failure(ScoringErrorKind.Timeout, "a limit of the handler was reached", cause),
        OperationCanceledException => new Failure(ScoringErrorKind.Timeout, $"no connection within {Seconds(_configuration.ConnectTimeout)}", cause),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
            Broken("the connection failed: could not connect: ", cause),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new Failure(ScoringErrorKind.Connection, "TLS: " + cause.GetBaseException().Message, cause, isTransient: false),
        _ => Broken("the connection failed: broken before the reply was complete: ", cause),
    };

    private static Failure Broken(string what, Exception cause) => new(ScoringErrorKind.Connection, what + cause.GetBaseException().Message, cause);

    private static string Seconds(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds} s");
}
