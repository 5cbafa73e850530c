using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>Calls one scoring URI. Keeps its connections alive; safe to share between threads. Make one and keep it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ScoringClient : IDisposable
{
    private readonly Configuration _configuration;
    private readonly ErrorReport _errors;
    private readonly Transport _transport;

    /// <summary>Makes a client from the environment: <c>AZUREML_SCORING_URI</c> and <c>AZUREML_SCORING_KEY</c>.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: something is missing or bad.</exception>
    public ScoringClient()
        : this(new ScoringClientOptions())
    {
    }

    /// <summary>Makes a client from options, and from the environment where they leave something out.</summary>
    /// <param name="options">What is given explicitly.</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: something is missing or bad.</exception>
    public ScoringClient(ScoringClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _configuration = Configuration.Resolve(options);
        _errors = new ErrorReport(_configuration.Key, _configuration.TimeProvider);
        _transport = new Transport(_configuration, _errors);
    }

    /// <summary>Sends <c>{"data": rows}</c> and returns the predictions, with the bits they had in the service.</summary>
    /// <param name="rows">The rows; all numbers finite.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The numbers of the reply, in its order.</returns>
    /// <exception cref="ScoringException">The call brought no array of finite numbers; <see cref="ScoringException.Kind"/> tells why.</exception>
    /// <exception cref="OperationCanceledException">The call was given up, or the client was disposed of meanwhile.</exception>
    public async Task<double[]> ScoreAsync(IReadOnlyList<IReadOnlyList<double>> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Reply reply = await SendAsync(RequestBody.FromRows(rows), cancellationToken).ConfigureAwait(false);
        return Predictions.TryReadNumbers(reply.Body.Span, out double[]? predictions, out string? fault)
            ? predictions
            : throw _errors.OfFormat(reply, fault);
    }

    /// <summary>Sends any JSON value as it is, digits included, and returns the value that came back.</summary>
    /// <param name="payload">The value to send.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The reply: anything but a string, null, an empty object, or a value with a number that is not finite.</returns>
    /// <exception cref="ScoringException">The call brought no prediction; <see cref="ScoringException.Kind"/> tells why.</exception>
    /// <exception cref="InvalidOperationException">The payload is the default element, which is no value.</exception>
    /// <exception cref="OperationCanceledException">The call was given up, or the client was disposed of meanwhile.</exception>
    public async Task<JsonElement> ScorePayloadAsync(JsonElement payload, CancellationToken cancellationToken = default)
    {
        Reply reply = await SendAsync(RequestBody.FromElement(payload), cancellationToken).ConfigureAwait(false);
        return PredictionOf(reply);
    }

    /// <summary>Sends a value of your own type and returns the reply as another, without reflection.</summary>
    /// <typeparam name="TPayload">Type of what is sent.</typeparam>
    /// <typeparam name="TPrediction">Type of what comes back.</typeparam>
    /// <param name="payload">The value to send.</param>
    /// <param name="payloadType">How it is written, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="predictionType">How the reply is read, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The reply, under the same conditions as in <see cref="ScorePayloadAsync(JsonElement, CancellationToken)"/>.</returns>
    /// <exception cref="ScoringException">The call brought no such prediction; <see cref="ScoringException.Kind"/> tells why.</exception>
    /// <exception cref="OperationCanceledException">The call was given up, or the client was disposed of meanwhile.</exception>
    public async Task<TPrediction> ScorePayloadAsync<TPayload, TPrediction>(
        TPayload payload,
        JsonTypeInfo<TPayload> payloadType,
        JsonTypeInfo<TPrediction> predictionType,
        CancellationToken cancellationToken = default)
    {
        Reply reply = await SendAsync(RequestBody.FromValue(payload, payloadType), cancellationToken).ConfigureAwait(false);
        JsonElement prediction = PredictionOf(reply);
        try
        {
            return prediction.Deserialize(predictionType)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second says that a string is no Unicode text.
            throw _errors.OfFormat(reply, $"The reply does not fit {typeof(TPrediction).Name}.");
        }
    }

    /// <summary>Cancels the calls in flight and closes all connections.</summary>
    public void Dispose() => _transport.Dispose();

    /// <summary>The client for people; the key does not appear.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"ScoringClient {{ ScoringUri = {_configuration.Uri.OriginalString}, Key = {_configuration.Key} }}";

    private async Task<Reply> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Reply reply = await _transport.PostAsync(body, cancellationToken).ConfigureAwait(false);
        return reply.IsSuccess ? reply : throw _errors.OfStatus(reply);
    }

    private JsonElement PredictionOf(Reply reply) =>
        Predictions.TryReadValue(reply.Body.Span, out JsonElement prediction, out string? fault)
            ? prediction
            : throw _errors.OfFormat(reply, fault);
}
