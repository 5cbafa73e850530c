using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace AzureML.Scoring;

/// <summary>Tells predictions from what only looks like them. A fault is one sentence, and never repeats the reply.</summary>
internal static class Predictions
{
    /// <summary>Reads an array of finite numbers.</summary>
    public static bool TryReadNumbers(ReadOnlySpan<byte> body, [NotNullWhen(true)] out double[]? predictions, [NotNullWhen(false)] out string? fault)
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
                fault = $"The reply is {Describe(reader.TokenType)}, not an array of numbers.";
                return false;
            }

            var numbers = new List<double>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Number)
                {
                    fault = $"Element {numbers.Count} (from 0) of the reply is {Describe(reader.TokenType)}, not a number.";
                    return false;
                }

                numbers.Add(reader.GetDouble());
                if (!double.IsFinite(numbers[^1]))
                {
                    fault = NotFinite;
                    return false;
                }
            }

            // Reads on to the end, where anything but whitespace is an error.
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

    /// <summary>Reads any JSON value that can be a prediction: no string, no null, no empty object, all numbers finite.</summary>
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
            JsonValueKind.String => "The reply is a string, not a prediction: JSON in a JSON string, or the text of an exception.",
            JsonValueKind.Null => "The reply is null, not a prediction.",
            JsonValueKind.Object when prediction.GetPropertyCount() == 0 => "The reply is an empty object, not a prediction.",
            _ => JsonText.AllFinite(body) ? null : NotFinite,
        };
        return fault is null;
    }

    private const string NotJson = "The reply is not JSON.";
    private const string NotFinite = "The reply has a number that no double can hold.";

    private static string? NotText(ReadOnlySpan<byte> body) =>
        body.IsEmpty ? "The reply is empty."
        : !Utf8.IsValid(body) ? "The reply is not UTF-8."
        : null;

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a string",
        JsonTokenType.Null => "null",
        JsonTokenType.Number => "a number",
        _ => "true or false",
    };
}
