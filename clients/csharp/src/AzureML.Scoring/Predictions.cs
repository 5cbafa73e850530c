using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace AzureML.Scoring;

/// <summary>Reads the prediction in the body of a reply, or reports why it does not contain one. A fault is a short message that never quotes the reply.</summary>
internal static class Predictions
{
    /// <summary>Reads an array of finite numbers.</summary>
    public static bool TryReadNumbers(ReadOnlySpan<byte> body, [MaybeNullWhen(false)] out double[] predictions, [NotNullWhen(false)] out string? fault)
    {
        predictions = null;
        fault = NotText(body);
        if (fault is not null)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                fault = "the reply is not an array of numbers";
                return false;
            }

            var numbers = new List<double>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Number)
                {
                    fault = $"element {numbers.Count} (from 0) of the reply is {Describe(reader.TokenType)}, not a number";
                    return false;
                }

                numbers.Add(reader.GetDouble());
                if (!double.IsFinite(numbers[^1]))
                {
                    fault = NotFinite;
                    return false;
                }
            }

            // Reads to the end of the body; anything but whitespace after the array is an error.
            reader.Read();
            predictions = [.. numbers];
            return true;
        }
        catch (JsonException)
        {
            fault = NotJson;
            return false;
        }
    }

    /// <summary>Reads any JSON value except a string, null, an empty object, or one with a number outside the range of a double.</summary>
    public static bool TryReadValue(ReadOnlySpan<byte> body, out JsonElement prediction, [NotNullWhen(false)] out string? fault)
    {
        prediction = default;
        fault = NotText(body);
        if (fault is not null)
        {
            return false;
        }

        try
        {
            prediction = JsonElement.Parse(body, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
        }
        catch (JsonException)
        {
            fault = NotJson;
            return false;
        }

        fault = prediction.ValueKind switch
        {
            // Either double-encoded JSON or the text of an exception.
            JsonValueKind.String => "the reply is a JSON string, which is not a prediction",
            JsonValueKind.Null => "the reply is null, which is not a prediction",
            JsonValueKind.Object when prediction.GetPropertyCount() == 0 => "the reply is an empty object, which is not a prediction",
            _ => JsonText.AllFinite(body) ? null : NotFinite,
        };
        return fault is null;
    }

    /// <summary>Reads an object, an empty one too. It must not have a number outside the range of a double.</summary>
    public static bool TryReadObject(ReadOnlySpan<byte> body, out JsonElement document, [NotNullWhen(false)] out string? fault)
    {
        bool isValue = TryReadValue(body, out document, out fault);
        if (document.ValueKind == JsonValueKind.Object && fault is not NotFinite)
        {
            fault = null;
            return true;
        }

        fault = isValue ? "the reply is not an object" : fault!;
        return false;
    }

    /// <summary>A reader of values of another type, with the same conditions as <see cref="TryReadValue"/>.</summary>
    public static Reader<T> As<T>(JsonTypeInfo<T> type) => (ReadOnlySpan<byte> body, [MaybeNullWhen(false)] out T prediction, [NotNullWhen(false)] out string? fault) =>
    {
        prediction = default;
        if (!TryReadValue(body, out JsonElement value, out fault))
        {
            return false;
        }

        try
        {
            prediction = value.Deserialize(type)!;
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string is not valid Unicode.
            fault = $"the reply cannot be read as {typeof(T).Name}";
            return false;
        }
    };

    private const string NotJson = "the reply is not JSON";
    private const string NotFinite = "the reply contains a number outside the range of a double";

    private static string? NotText(ReadOnlySpan<byte> body) =>
        body.IsEmpty ? "the reply is empty"
        : !Utf8.IsValid(body) ? "the reply is not UTF-8"
        : null;

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a string",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
