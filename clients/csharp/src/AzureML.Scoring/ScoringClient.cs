using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>A client for one scoring URI. It is thread-safe and keeps its connections alive: create one and share it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ScoringClient : IScoringClient
{
    private readonly Configuration _configuration;
    private readonly KeyCredential _credential;
    private readonly HttpExchange _http;
    private readonly Retrying _exchange;
#pragma warning disable CA2213 // Without a timer or a wait handle it has nothing to release, and calls may still use its token.
    private readonly CancellationTokenSource _closing = new();
#pragma warning restore CA2213
    private readonly CancellationToken _closed;
    private int _disposals;

    /// <summary>Creates a client from environment variables alone.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a setting is missing or invalid.</exception>
    public ScoringClient()
        : this(new ScoringClientOptions())
    {
    }

    /// <summary>Creates a client for a URI, with the defaults and environment variables for everything else.</summary>
    /// <param name="scoringUri">The scoring URI, absolute, http or https.</param>
    /// <param name="key">The key; null: <c>AZUREML_SCORING_KEY</c>.</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a setting is invalid.</exception>
    public ScoringClient(string scoringUri, string? key = null)
        : this(new ScoringClientOptions
        {
            ScoringUri = scoringUri ?? throw new ArgumentNullException(nameof(scoringUri)),
            Key = key is null ? null : new ScoringKey(key),
        })
    {
    }

    /// <summary>Creates a client from options, and from environment variables for options that are not set.</summary>
    /// <param name="options">The settings; they take precedence over environment variables.</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a setting is missing or invalid.</exception>
    public ScoringClient(ScoringClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _configuration = Configuration.Resolve(options);
        _credential = new KeyCredential([.. new[] { _configuration.Key, _configuration.SecondaryKey }.OfType<ScoringKey>()]);
        _http = new HttpExchange(_configuration);
        _exchange = new Retrying(
            new Authenticating(_http, _credential),
            (wait, cancellationToken) => Task.Delay(wait, _configuration.TimeProvider, cancellationToken),
#pragma warning disable CA5394 // It spreads retries, and keeps no secret.
            Random.Shared.NextDouble,
#pragma warning restore CA5394
            options.OnRetry);
        _closed = _closing.Token;
    }

    /// <inheritdoc/>
    public Task<double[]> ScoreAsync(IReadOnlyList<IReadOnlyList<double>> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return ValueAsync(() => ScoringOperation.Rows(rows), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JsonElement> ScorePayloadAsync(JsonElement payload, CancellationToken cancellationToken = default) =>
        ValueAsync(() => ScoringOperation.Payload(payload), cancellationToken);

    /// <inheritdoc/>
    public Task<TPrediction> ScorePayloadAsync<TPayload, TPrediction>(
        TPayload payload,
        JsonTypeInfo<TPayload> payloadType,
        JsonTypeInfo<TPrediction> predictionType,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payloadType);
        ArgumentNullException.ThrowIfNull(predictionType);
        return ValueAsync(() => ScoringOperation.Payload(payload, payloadType, predictionType), cancellationToken);
    }

    /// <inheritdoc/>
    [RequiresUnreferencedCode("Reflects on the types of the payload and the prediction. Use the overload that takes JsonTypeInfo in a trimmed program.")]
    [RequiresDynamicCode("Reflects on the types of the payload and the prediction. Use the overload that takes JsonTypeInfo with Native AOT.")]
    public Task<TPrediction> ScorePayloadAsync<TPayload, TPrediction>(TPayload payload, CancellationToken cancellationToken = default) =>
        ValueAsync(() => ScoringOperation.Payload<TPayload, TPrediction>(payload), cancellationToken);

    /// <inheritdoc/>
    public Task<JsonElement> ScoreBytesAsync(ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        return ValueAsync(() => ScoringOperation.Bytes(body, contentType), cancellationToken);
    }

    /// <inheritdoc/>
    public Task HealthAsync(CancellationToken cancellationToken = default) => ValueAsync(() => ScoringOperation.Health, cancellationToken);

    /// <inheritdoc/>
    public Task<JsonElement> SwaggerAsync(CancellationToken cancellationToken = default) => ValueAsync(() => ScoringOperation.Swagger, cancellationToken);

    /// <inheritdoc/>
    public Task<ScoringResponse<T>> CallAsync<T>(ScoringOperation<T> operation, ScoringCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return SendAsync(() => operation, options, cancellationToken);
    }

    /// <summary>Closes all connections. Calls in flight end at once as cancelled; later calls are refused as configuration errors. Closing again does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposals, 1) == 0)
        {
            // Not Cancel, which would run the continuations of callers here, before this method returns.
            _ = _closing.CancelAsync();
            _http.Dispose();
        }
    }

    /// <summary>A description of the client: neither the key appears in it, nor the URI's path and query, which can contain a secret.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"ScoringClient {{ ScoringUri = {ScoringUri.Origin(_configuration.Uri)}, Key = {_configuration.Key} }}";

    private async Task<T> ValueAsync<T>(Func<ScoringOperation<T>> make, CancellationToken cancellationToken) =>
        (await SendAsync(make, options: null, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Makes one call. The operation is made before the first await, so the caller may change its input as soon as it has the task.</summary>
    private async Task<ScoringResponse<T>> SendAsync<T>(Func<ScoringOperation<T>> make, ScoringCallOptions? options, CancellationToken cancellationToken)
    {
        if (_closed.IsCancellationRequested)
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "the client is closed");
        }

        ScoringOperation<T> operation = make();
        var request = new Request(operation, operation.Target(_configuration.Uri));
        CallLimits limits = _configuration.Limits.With(options);
        using var call = new Call(_credential.Secrets, limits, _configuration.TimeProvider, cancellationToken, _closed);
        using Activity? activity = CallActivity.Start(request);
        try
        {
            ScoringResponse<T> response = await ResponseAsync(request, operation.Read, call).ConfigureAwait(false);
            activity?.Succeed(response.Status, response.Attempts);
            return response;
        }
        catch (Exception e)
        {
            activity?.Fail(e);
            throw;
        }
    }

    private async Task<ScoringResponse<T>> ResponseAsync<T>(Request request, Reader<T> read, Call call)
    {
        try
        {
            Outcome outcome = await _exchange.SendAsync(request, call).ConfigureAwait(false);
            return outcome is not Reply { IsSuccess: true, Body.TooLong: false } reply ? throw ErrorReport.Of(outcome, call)
                : read(reply.Body.Kept.Span, out T? result, out string? fault)
                    ? new ScoringResponse<T>(result, reply.Status, call.Secrets.MaskOrNull(reply.RequestId), call.ClientRequestId, call.Attempts)
                : throw ErrorReport.OfFormat(reply, fault, call);
        }
        catch (OperationCanceledException e) when (call.Token.IsCancellationRequested)
        {
            throw ErrorReport.OfCancellation(e, call);
        }
    }
}
