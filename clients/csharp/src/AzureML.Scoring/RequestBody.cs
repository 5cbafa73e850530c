using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>Builds the body of a request, JSON in UTF-8.</summary>
internal static class RequestBody
{
    /// <summary><c>{"data": rows}</c>, each double in the shortest form that reads back bit for bit.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a number is not finite.</exception>
    public static ReadOnlyMemory<byte> FromRows(IReadOnlyList<IReadOnlyList<double>> rows)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data"u8);
            for (int row = 0; row < rows.Count; row++)
            {
                WriteRow(writer, rows[row], row);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The payload exactly as written, so that its numbers keep their digits.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a number is outside the range of a double.</exception>
    public static ReadOnlyMemory<byte> FromElement(JsonElement payload) => Finite(JsonMarshal.GetRawUtf8Value(payload).ToArray());

    /// <summary>The payload, serialized as <paramref name="type"/> specifies.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: it cannot be written as JSON.</exception>
    public static ReadOnlyMemory<byte> FromValue<T>(T payload, JsonTypeInfo<T> type)
    {
        try
        {
            return Finite(JsonSerializer.SerializeToUtf8Bytes(payload, type));
        }
        catch (Exception e) when (e is ArgumentException or JsonException or NotSupportedException)
        {
            // The serializer throws ArgumentException for a number that is not finite.
            throw new ScoringException(ScoringErrorKind.Configuration, "the payload cannot be written as JSON: " + e.Message, e);
        }
    }

    private static byte[] Finite(byte[] json) =>
        JsonText.AllFinite(json) ? json : throw new ScoringException(ScoringErrorKind.Configuration, "the payload contains a number outside the range of a double");

    private static void WriteRow(Utf8JsonWriter writer, IReadOnlyList<double> values, int row)
    {
        writer.WriteStartArray();
        for (int column = 0; column < values.Count; column++)
        {
            double value = values[column];
            if (!double.IsFinite(value))
            {
                throw new ScoringException(ScoringErrorKind.Configuration, $"row {row}, column {column} (from 0) is not finite and cannot be written as JSON");
            }

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
}
