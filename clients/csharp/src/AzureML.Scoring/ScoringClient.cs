using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>A client for one scoring URI. It is thread-safe and keeps its connections alive: create one and share it.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ScoringClient : IDisposable
{
    private readonly Configuration _configuration;
    private readonly ErrorReport _errors;
    private readonly Transport _transport;

    /// <summary>Creates a client from the environment variables <c>AZUREML_SCORING_URI</c> and <c>AZUREML_SCORING_KEY</c>.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a setting is missing or invalid.</exception>
    public ScoringClient()
        : this(new ScoringClientOptions())
    {
    }

    /// <summary>Creates a client from options, and from environment variables for options that are not set.</summary>
    /// <param name="options">The settings; they take precedence over environment variables.</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a setting is missing or invalid.</exception>
    public ScoringClient(ScoringClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _configuration = Configuration.Resolve(options);
        _errors = new ErrorReport(_configuration.Key, _configuration.TimeProvider);
        _transport = new Transport(_configuration, _errors);
    }

    /// <summary>Sends <c>{"data": rows}</c> and returns the predictions, bit for bit as the service sent them.</summary>
    /// <param name="rows">The rows; all numbers must be finite.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The numbers in the reply, in order.</returns>
    /// <exception cref="ScoringException">The call did not return an array of finite numbers; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    public async Task<double[]> ScoreAsync(IReadOnlyList<IReadOnlyList<double>> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Reply reply = await SendAsync(RequestBody.FromRows(rows), cancellationToken).ConfigureAwait(false);
        return Predictions.TryReadNumbers(reply.Body.Span, out double[]? predictions, out string? fault)
            ? predictions
            : throw _errors.OfFormat(reply, fault);
    }

    /// <summary>Sends any JSON value unchanged, including the digits of its numbers, and returns the JSON value of the reply.</summary>
    /// <param name="payload">The value to send.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reply: any JSON value except a string, null, an empty object, or one with a number outside the range of a double.</returns>
    /// <exception cref="ScoringException">The call did not return a prediction; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="InvalidOperationException">The payload is <c>default(JsonElement)</c>, which has no value.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    public async Task<JsonElement> ScorePayloadAsync(JsonElement payload, CancellationToken cancellationToken = default)
    {
        Reply reply = await SendAsync(RequestBody.FromElement(payload), cancellationToken).ConfigureAwait(false);
        return PredictionOf(reply);
    }

    /// <summary>Sends a value of one type and returns the reply as a value of another, without reflection.</summary>
    /// <typeparam name="TPayload">Type of the payload.</typeparam>
    /// <typeparam name="TPrediction">Type of the prediction.</typeparam>
    /// <param name="payload">The value to send.</param>
    /// <param name="payloadType">How to serialize the payload, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="predictionType">How to deserialize the reply, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deserialized reply. It must meet the same conditions as in <see cref="ScorePayloadAsync(JsonElement, CancellationToken)"/>.</returns>
    /// <exception cref="ScoringException">The call did not return a prediction of this type; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
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
            // InvalidOperationException: a string is not valid Unicode.
            throw _errors.OfFormat(reply, $"the reply cannot be read as {typeof(TPrediction).Name}");
        }
    }

    /// <summary>Cancels the calls in flight and closes all connections.</summary>
    public void Dispose() => _transport.Dispose();

    /// <summary>A description of the client; the key does not appear in it.</summary>
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
