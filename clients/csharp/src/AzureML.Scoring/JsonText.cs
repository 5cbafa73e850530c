using System.Text.Json;

namespace AzureML.Scoring;

/// <summary>Limits for all JSON that is sent or received.</summary>
internal static class JsonText
{
    /// <summary>Maximum nesting depth. The platform's default of 64 is too low for deeply nested payloads.</summary>
    public const int MaxDepth = 1000;

    /// <summary>False if a number, in any notation, is outside the range of a double. Most programs read such a number as infinity.</summary>
    /// <param name="json">Valid JSON, UTF-8.</param>
    public static bool AllFinite(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && !double.IsFinite(reader.GetDouble()))
            {
                return false;
            }
        }

        return true;
    }
}
