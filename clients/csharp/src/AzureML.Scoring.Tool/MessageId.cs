using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>The <c>id</c> of a message as raw JSON, such as <c>7</c> or <c>"a"</c>; null in a notification.</summary>
internal readonly record struct MessageId(string? Json)
{
    /// <summary>The id of the answer to a message whose id could not be read.</summary>
    public static MessageId Unknown { get; } = new("null");

    /// <summary>Reads the member <c>id</c> of a message.</summary>
    /// <exception cref="AdapterFault">Invalid request: the id is not a string, a number or null.</exception>
    public static MessageId Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("id"u8, out JsonElement id))
        {
            return default;
        }

        return id.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null
            ? new MessageId(id.GetRawText())
            : throw AdapterFault.InvalidRequest("the id is neither a string nor a number");
    }
}
