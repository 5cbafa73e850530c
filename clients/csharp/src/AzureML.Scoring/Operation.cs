using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>Reads the body of a 2xx reply.</summary>
/// <param name="body">The body.</param>
/// <param name="result">What the reply says.</param>
/// <param name="fault">Why it says nothing of the kind: a short message that never quotes the reply.</param>
internal delegate bool Reader<T>(ReadOnlySpan<byte> body, [MaybeNullWhen(false)] out T result, [NotNullWhen(false)] out string? fault);

/// <summary>What is asked of a service. Nothing else knows a method, a target or a media type. Immutable, so every attempt sends the same.</summary>
internal record Operation(HttpMethod Method, Uri Target, string Accept, RequestBody? Body)
{
    private const string Json = "application/json";

    /// <summary>Scores rows of numbers.</summary>
    public static Operation<double[]> Rows(Uri target, IReadOnlyList<IReadOnlyList<double>> rows) =>
        Post<double[]>(target, RequestBody.FromRows(rows), Predictions.TryReadNumbers);

    /// <summary>Scores any JSON value.</summary>
    public static Operation<JsonElement> Payload(Uri target, JsonElement payload) =>
        Post<JsonElement>(target, RequestBody.FromElement(payload), Predictions.TryReadValue);

    /// <summary>Scores a value of one type and reads the reply as another.</summary>
    public static Operation<TPrediction> Payload<TPayload, TPrediction>(
        Uri target, TPayload payload, JsonTypeInfo<TPayload> payloadType, JsonTypeInfo<TPrediction> predictionType) =>
        Post(target, RequestBody.FromValue(payload, payloadType), Predictions.As(predictionType));

    /// <summary>Scores bytes of any media type.</summary>
    public static Operation<JsonElement> Bytes(Uri target, ReadOnlyMemory<byte> bytes, string contentType) =>
        Post<JsonElement>(target, RequestBody.FromBytes(bytes, contentType), Predictions.TryReadValue);

    /// <summary>Asks whether the service is healthy. Any 2xx reply says yes.</summary>
    public static Operation<bool> Health(Uri scoringUri) => new(HttpMethod.Get, ScoringUri.Below(scoringUri, ""), "*/*", Body: null, ReadNothing);

    /// <summary>Asks for the description of the service.</summary>
    public static Operation<JsonElement> Swagger(Uri scoringUri) =>
        new(HttpMethod.Get, ScoringUri.Below(scoringUri, "swagger.json"), Json, Body: null, Predictions.TryReadObject);

    private static bool ReadNothing(ReadOnlySpan<byte> body, out bool result, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        return result = true;
    }

    private static Operation<T> Post<T>(Uri target, RequestBody body, Reader<T> read) => new(HttpMethod.Post, target, Json, body, read);
}

/// <summary>An <see cref="Operation"/> together with how its 2xx reply is read.</summary>
internal sealed record Operation<T>(HttpMethod Method, Uri Target, string Accept, RequestBody? Body, Reader<T> Read)
    : Operation(Method, Target, Accept, Body);
