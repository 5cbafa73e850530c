using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>The <c>id</c> of a message as it was written, such as <c>7</c> or <c>"a"</c>; null in a notification.</summary>
internal readonly record struct MessageId(string? Json)
{
    /// <summary>What an answer carries when the id could not be read.</summary>
    public static MessageId Unknown { get; } = new("null");

    /// <summary>Reads the member <c>id</c> of a message or of the params of a cancellation.</summary>
    /// <exception cref="AdapterFault">Invalid request: it is neither string, number nor null.</exception>
    public static MessageId Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("id"u8, out JsonElement id))
        {
            return default;
        }

        return id.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null
            ? new MessageId(id.GetRawText())
            : throw AdapterFault.InvalidRequest("The id is neither a string nor a number.");
    }
}
