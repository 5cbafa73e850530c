using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>
/// What a call asks of a service, for <see cref="IScoringClient.CallAsync"/>. Immutable, and for any client and any number of
/// calls: input is written as JSON when the operation is made.
/// </summary>
public abstract class ScoringOperation
{
    // Nothing else knows a method, a target or a media type.
    private const string Json = "application/json";

    private readonly string? _resource; // beside the scoring URI; null: the scoring URI itself

    private protected ScoringOperation(string name, HttpMethod method, string? resource, string accept, RequestBody? body)
    {
        Name = name;
        Method = method;
        _resource = resource;
        Accept = accept;
        Body = body;
    }

    /// <summary>Asks the service whether it is healthy, as <see cref="IScoringClient.HealthAsync"/> does. Any 2xx reply means true; the value is never false.</summary>
    public static ScoringOperation<bool> Health { get; } = new("health", HttpMethod.Get, "", "*/*", body: null, ReadNothing);

    /// <summary>Asks the service for its OpenAPI description, as <see cref="IScoringClient.SwaggerAsync"/> does.</summary>
    public static ScoringOperation<JsonElement> Swagger { get; } = new("swagger", HttpMethod.Get, "swagger.json", Json, body: null, Predictions.TryReadObject);

    /// <summary>What traces call it.</summary>
    internal string Name { get; }

    internal HttpMethod Method { get; }

    internal string Accept { get; }

    internal RequestBody? Body { get; }

    /// <summary>Scores rows of numbers, as <see cref="IScoringClient.ScoreAsync"/> does.</summary>
    /// <param name="rows">The rows; none is null, and all numbers must be finite.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a row is null, or a number is not finite.</exception>
    public static ScoringOperation<double[]> Rows(IReadOnlyList<IReadOnlyList<double>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Post<double[]>(RequestBody.FromRows(rows), Predictions.TryReadNumbers);
    }

    /// <summary>Scores any JSON value, as <see cref="IScoringClient.ScorePayloadAsync(JsonElement, CancellationToken)"/> does.</summary>
    /// <param name="payload">The value to send, unchanged.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a number is outside the range of a double.</exception>
    /// <exception cref="InvalidOperationException">The payload is <c>default(JsonElement)</c>, which has no value.</exception>
    public static ScoringOperation<JsonElement> Payload(JsonElement payload) =>
        Post<JsonElement>(RequestBody.FromElement(payload), Predictions.TryReadValue);

    /// <summary>Scores a value of one type and reads the reply as another, without reflection.</summary>
    /// <typeparam name="TPayload">Type of the payload.</typeparam>
    /// <typeparam name="TPrediction">Type of the prediction.</typeparam>
    /// <param name="payload">The value to send.</param>
    /// <param name="payloadType">How to serialize the payload, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="predictionType">How to deserialize the reply, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the payload cannot be written as JSON.</exception>
    public static ScoringOperation<TPrediction> Payload<TPayload, TPrediction>(
        TPayload payload, JsonTypeInfo<TPayload> payloadType, JsonTypeInfo<TPrediction> predictionType)
    {
        ArgumentNullException.ThrowIfNull(payloadType);
        ArgumentNullException.ThrowIfNull(predictionType);
        return Post(RequestBody.FromValue(payload, payloadType), Predictions.As(predictionType));
    }

    /// <summary>Scores a value of one type and reads the reply as another, with the serializer's defaults and reflection.</summary>
    /// <typeparam name="TPayload">Type of the payload.</typeparam>
    /// <typeparam name="TPrediction">Type of the prediction.</typeparam>
    /// <param name="payload">The value to send.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the payload cannot be written as JSON.</exception>
    [RequiresUnreferencedCode("Reflects on the types of the payload and the prediction. Use the overload that takes JsonTypeInfo in a trimmed program.")]
    [RequiresDynamicCode("Reflects on the types of the payload and the prediction. Use the overload that takes JsonTypeInfo with Native AOT.")]
    public static ScoringOperation<TPrediction> Payload<TPayload, TPrediction>(TPayload payload) =>
        Payload(
            payload,
            (JsonTypeInfo<TPayload>)JsonSerializerOptions.Default.GetTypeInfo(typeof(TPayload)),
            (JsonTypeInfo<TPrediction>)JsonSerializerOptions.Default.GetTypeInfo(typeof(TPrediction)));

    /// <summary>Scores bytes of any media type, as <see cref="IScoringClient.ScoreBytesAsync"/> does.</summary>
    /// <param name="body">The bytes. They are not copied: leave them alone until the last call with this operation has ended.</param>
    /// <param name="contentType">Their media type, printable ASCII, such as <c>image/png</c>.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the media type is invalid.</exception>
    public static ScoringOperation<JsonElement> Bytes(ReadOnlyMemory<byte> body, string contentType)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        return Post<JsonElement>(RequestBody.FromBytes(body, contentType), Predictions.TryReadValue);
    }

    /// <summary>Where to send the request.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the root of the service is not known.</exception>
    internal Uri Target(Uri scoringUri) => _resource is null ? scoringUri : ScoringUri.Below(scoringUri, _resource);

    private static bool ReadNothing(ReadOnlySpan<byte> body, out bool result, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        return result = true;
    }

    private static ScoringOperation<T> Post<T>(RequestBody body, Reader<T> read) => new("score", HttpMethod.Post, resource: null, Json, body, read);
}

/// <summary>A <see cref="ScoringOperation"/>, made by its members, together with how the reply is read.</summary>
/// <typeparam name="T">Type of the value that a call returns.</typeparam>
public sealed class ScoringOperation<T> : ScoringOperation
{
    internal ScoringOperation(string name, HttpMethod method, string? resource, string accept, RequestBody? body, Reader<T> read)
        : base(name, method, resource, accept, body) => Read = read;

    internal Reader<T> Read { get; }
}
