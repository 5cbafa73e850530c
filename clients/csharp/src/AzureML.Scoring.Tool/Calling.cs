using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>Makes the call that a message asks for, with the message's own <c>options</c>.</summary>
internal static class Calling
{
    /// <summary>Makes one call.</summary>
    /// <param name="client">The client that the message names.</param>
    /// <param name="message">A message with the method <c>score</c>, <c>health</c> or <c>swagger</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What writes the members of the result.</returns>
    /// <exception cref="AdapterFault">Invalid params: the message is not one of the protocol.</exception>
    /// <exception cref="ScoringException">The call failed, or an option is invalid, in which case nothing was sent.</exception>
    public static Task<Action<Utf8JsonWriter>> ResultOfAsync(ScoringClient client, Message message, CancellationToken cancellationToken)
    {
        JsonElement parameters = message.Params;
        return message.Method switch
        {
            "health" => MakeAsync(ScoringOperation.Health, static (_, _) => { }),
            "swagger" => MakeAsync(ScoringOperation.Swagger, static (writer, document) => Results.WriteJson(writer, "document", document)),
            _ => Parameters.InputOf(parameters) switch
            {
                "rows" => MakeAsync(ScoringOperation.Rows(Parameters.Rows(parameters)), Results.WritePredictions),
                "payload" => MakeAsync(ScoringOperation.Payload(parameters.GetProperty("payload"u8)), WritePrediction),
                _ => MakeAsync(ScoringOperation.Bytes(Parameters.Bytes(parameters), Parameters.RequiredText(parameters, "contentType")), WritePrediction),
            },
        };

        async Task<Action<Utf8JsonWriter>> MakeAsync<T>(ScoringOperation<T> operation, Action<Utf8JsonWriter, T> writeValue)
        {
            ScoringResponse<T> response = await client.CallAsync(operation, Parameters.CallOptions(parameters), cancellationToken);
            return writer =>
            {
                writeValue(writer, response.Value);
                Results.WriteResponse(writer, response);
            };
        }
    }

    private static void WritePrediction(Utf8JsonWriter writer, JsonElement prediction) => Results.WriteJson(writer, "predictions", prediction);
}
