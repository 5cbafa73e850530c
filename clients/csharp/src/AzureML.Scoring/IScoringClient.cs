using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>What a <see cref="ScoringClient"/> does, so that programs can be tested with a fake.</summary>
/// <remarks>
/// Input is written as JSON on the caller's thread, before a method returns its task, so it may be changed at once. For large
/// input on a thread that must not wait, such as that of a user interface, call the method in <see cref="Task.Run(Action)"/>.
/// </remarks>
public interface IScoringClient : IDisposable
{
    /// <summary>Sends <c>{"data": rows}</c> and returns the predictions, bit for bit as the service sent them.</summary>
    /// <param name="rows">The rows; none is null, and all numbers must be finite.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The numbers in the reply, in order. Their number is not compared with that of the rows.</returns>
    /// <exception cref="ScoringException">The call did not return an array of finite numbers; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    Task<double[]> ScoreAsync(IReadOnlyList<IReadOnlyList<double>> rows, CancellationToken cancellationToken = default);

    /// <summary>Sends any JSON value unchanged, including the digits of its numbers, and returns the JSON value of the reply.</summary>
    /// <param name="payload">The value to send.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reply: any JSON value except a string, null, an empty object, or one with a number outside the range of a double.</returns>
    /// <exception cref="ScoringException">The call did not return a prediction; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="InvalidOperationException">The payload is <c>default(JsonElement)</c>, which has no value.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    Task<JsonElement> ScorePayloadAsync(JsonElement payload, CancellationToken cancellationToken = default);

    /// <summary>Sends bytes as they are, such as those of an image, and returns the JSON value of the reply.</summary>
    /// <param name="body">The bytes. They are not copied: leave them alone until the task has ended.</param>
    /// <param name="contentType">Their media type, printable ASCII, such as <c>image/png</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reply. It must meet the same conditions as in <see cref="ScorePayloadAsync(JsonElement, CancellationToken)"/>.</returns>
    /// <exception cref="ScoringException">The call did not return a prediction; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    Task<JsonElement> ScoreBytesAsync(ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken = default);

    /// <summary>Asks the service whether it is healthy, with a GET at its root: the scoring URI without query and without its last segment, <c>score</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends without an error if the service is healthy.</returns>
    /// <exception cref="ScoringException">The service did not answer with a status of 2xx, or the path of the scoring URI does not end in <c>score</c>; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    Task HealthAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks the service for its OpenAPI description, with a GET of <c>swagger.json</c> at its root.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The description, a JSON object.</returns>
    /// <exception cref="ScoringException">The call did not return a JSON object, or the path of the scoring URI does not end in <c>score</c>; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    Task<JsonElement> SwaggerAsync(CancellationToken cancellationToken = default);

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
    Task<TPrediction> ScorePayloadAsync<TPayload, TPrediction>(
        TPayload payload,
        JsonTypeInfo<TPayload> payloadType,
        JsonTypeInfo<TPrediction> predictionType,
        CancellationToken cancellationToken = default);

    /// <summary>Sends a value of one type and returns the reply as a value of another, with the serializer's defaults and reflection.</summary>
    /// <typeparam name="TPayload">Type of the payload.</typeparam>
    /// <typeparam name="TPrediction">Type of the prediction.</typeparam>
    /// <param name="payload">The value to send.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The deserialized reply. It must meet the same conditions as in <see cref="ScorePayloadAsync(JsonElement, CancellationToken)"/>.</returns>
    /// <exception cref="ScoringException">The call did not return a prediction of this type; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    [RequiresUnreferencedCode("Reflects on the types of the payload and the prediction. Use the overload that takes JsonTypeInfo in a trimmed program.")]
    [RequiresDynamicCode("Reflects on the types of the payload and the prediction. Use the overload that takes JsonTypeInfo with Native AOT.")]
    Task<TPrediction> ScorePayloadAsync<TPayload, TPrediction>(TPayload payload, CancellationToken cancellationToken = default);

    /// <summary>Performs any operation, with settings of its own, and returns what is known about the reply besides its value.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="operation">What to ask of the service.</param>
    /// <param name="options">The settings of this call; null: the client's. The call shares everything else with the client's other calls.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value that the short method for the operation returns, with status, IDs and number of attempts.</returns>
    /// <exception cref="ScoringException">The call failed as the short method does, or an option is invalid, in which case nothing was sent; <see cref="ScoringException.Kind"/> is the reason.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the client was disposed of during the call.</exception>
    Task<ScoringResponse<T>> CallAsync<T>(ScoringOperation<T> operation, ScoringCallOptions? options = null, CancellationToken cancellationToken = default);
}
