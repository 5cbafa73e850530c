using System.Text.Json;
using System.Text.Unicode;

namespace AzureML.Scoring.Tool;

/// <summary>One message that came in: a request, or a notification if it has no <see cref="Id"/>.</summary>
internal readonly record struct Message(MessageId Id, string Method, JsonElement Params)
{
    /// <summary>Room for deeply nested payloads; the platform's own limit is 64.</summary>
    public static JsonDocumentOptions JsonOptions { get; } = new() { MaxDepth = 1000 };

    /// <summary>True if nobody waits for an answer.</summary>
    public bool IsNotification => Id.Json is null;

    /// <summary>Reads the line as JSON.</summary>
    /// <exception cref="AdapterFault">Parse error.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            throw AdapterFault.ParseError("The line is not UTF-8.");
        }

        try
        {
            return JsonElement.Parse(line, JsonOptions);
        }
        catch (JsonException e)
        {
            throw AdapterFault.ParseError("The line is not JSON: " + e.Message);
        }
    }

    /// <summary>A string's text, or its JSON where that holds half a surrogate pair, which no text can.</summary>
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

    /// <summary>Takes the message apart.</summary>
    /// <exception cref="AdapterFault">Invalid request.</exception>
    public static Message Of(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("jsonrpc"u8, out JsonElement version)
            || version.ValueKind != JsonValueKind.String
            || !version.ValueEquals("2.0"u8)
            || !json.TryGetProperty("method"u8, out JsonElement method)
            || method.ValueKind != JsonValueKind.String)
        {
            throw AdapterFault.InvalidRequest("The line is not a request of JSON-RPC 2.0.");
        }

        json.TryGetProperty("params"u8, out JsonElement parameters);
        return new Message(MessageId.Of(json), TextOf(method), parameters);
    }
}
