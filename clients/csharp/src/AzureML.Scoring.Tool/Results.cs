using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>Writes the members of the result of a call, as specified in docs/protocol.md.</summary>
internal static class Results
{
    /// <summary>Writes the member <c>predictions</c>, an array of numbers.</summary>
    public static void WritePredictions(Utf8JsonWriter writer, double[] predictions)
    {
        writer.WriteStartArray("predictions"u8);
        foreach (double value in predictions)
        {
            if (value == 0 && double.IsNegative(value))
            {
                // Utf8JsonWriter writes "-0", which many readers parse as an integer, losing the sign.
                writer.WriteRawValue("-0.0"u8, skipInputValidation: true);
            }
            else
            {
                writer.WriteNumberValue(value);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a member whose digits and strings are unchanged.</summary>
    public static void WriteJson(Utf8JsonWriter writer, string name, JsonElement value)
    {
        var compact = new ArrayBufferWriter<byte>();
        CompactJson.Write(JsonMarshal.GetRawUtf8Value(value), compact);
        writer.WritePropertyName(name);
        writer.WriteRawValue(compact.WrittenSpan, skipInputValidation: true);
    }

    /// <summary>Writes the member <c>response</c>, which describes the reply.</summary>
    public static void WriteResponse<T>(Utf8JsonWriter writer, ScoringResponse<T> response)
    {
        writer.WriteStartObject("response"u8);
        writer.WriteNumber("status"u8, response.Status);
        writer.WriteNumber("attempts"u8, response.Attempts);
        writer.WriteString("clientRequestId"u8, response.ClientRequestId);
        if (response.RequestId is not null)
        {
            writer.WriteString("requestId"u8, response.RequestId);
        }

        writer.WriteEndObject();
    }
}
