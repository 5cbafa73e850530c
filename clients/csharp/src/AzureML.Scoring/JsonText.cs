using System.Text.Json;

namespace AzureML.Scoring;

/// <summary>What all JSON has to keep to that is sent or received.</summary>
internal static class JsonText
{
    /// <summary>Room for deeply nested payloads; the platform's own limit is 64.</summary>
    public const int MaxDepth = 1000;

    /// <summary>False if a number is beyond the range of doubles, however it is written: most programs read it as an infinity.</summary>
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
