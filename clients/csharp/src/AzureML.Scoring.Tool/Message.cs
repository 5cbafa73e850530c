using System.Text.Json;
using System.Text.Unicode;

namespace AzureML.Scoring.Tool;

/// <summary>A received message: a request, or a notification if it has no <see cref="Id"/>.</summary>
internal readonly record struct Message(MessageId Id, string Method, JsonElement Params)
{
    /// <summary>Allows 1,000 levels of nesting. The platform's default of 64 is too low for deeply nested payloads.</summary>
    public static JsonDocumentOptions JsonOptions { get; } = new() { MaxDepth = 1000 };

    /// <summary>True if no answer is expected.</summary>
    public bool IsNotification => Id.Json is null;

    /// <summary>Parses a line as JSON.</summary>
    /// <exception cref="AdapterFault">Parse error: the line is not JSON in UTF-8.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            throw AdapterFault.ParseError("the line is not UTF-8");
        }

        try
        {
            return JsonElement.Parse(line, JsonOptions);
        }
        catch (JsonException e)
        {
            throw AdapterFault.ParseError("the line is not JSON: " + e.Message);
        }
    }

    /// <summary>The value of a JSON string, or its raw JSON if it contains an unpaired surrogate and therefore cannot be decoded.</summary>
    public static string TextOf(JsonElement json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return json.GetRawText();
        }
    }

    /// <summary>Reads the members of a message.</summary>
    /// <exception cref="AdapterFault">Invalid request: it is not a JSON-RPC 2.0 request.</exception>
    public static Message Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("jsonrpc"u8, out JsonElement version)
            || version.ValueKind != JsonValueKind.String
            || !version.ValueEquals("2.0"u8)
            || !json.TryGetProperty("method"u8, out JsonElement method)
            || method.ValueKind != JsonValueKind.String)
        {
            throw AdapterFault.InvalidRequest("the line is not a JSON-RPC 2.0 request");
        }

        json.TryGetProperty("params"u8, out JsonElement parameters);
        return new Message(MessageId.Of(json), TextOf(method), parameters);
    }
}
