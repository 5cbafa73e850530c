using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>Writes what is sent, as UTF-8 JSON.</summary>
internal static class RequestBody
{
    /// <summary><c>{"data": rows}</c>, each double in the shortest form that gives the same bits back.</summary>
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

    /// <summary>The payload as it was written, so that its numbers keep their digits.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a number is too large for a double.</exception>
    public static ReadOnlyMemory<byte> FromElement(JsonElement payload) => Finite(JsonMarshal.GetRawUtf8Value(payload).ToArray());

    /// <summary>The payload as its type says.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: JSON cannot write it.</exception>
    public static ReadOnlyMemory<byte> FromValue<T>(T payload, JsonTypeInfo<T> type)
    {
        try
        {
            return Finite(JsonSerializer.SerializeToUtf8Bytes(payload, type));
        }
        catch (Exception e) when (e is ArgumentException or JsonException or NotSupportedException)
        {
            // ArgumentException is how the serializer refuses a number that is not finite.
            throw new ScoringException(ScoringErrorKind.Configuration, "JSON cannot write the payload: " + e.Message, e);
        }
    }

    private static byte[] Finite(byte[] json) =>
        JsonText.AllFinite(json) ? json : throw new ScoringException(ScoringErrorKind.Configuration, "A number of the payload is too large for a double.");

    private static void WriteRow(Utf8JsonWriter writer, IReadOnlyList<double> values, int row)
    {
        writer.WriteStartArray();
        for (int column = 0; column < values.Count; column++)
        {
            double value = values[column];
            if (!double.IsFinite(value))
            {
                throw new ScoringException(ScoringErrorKind.Configuration, $"Row {row}, column {column} (from 0) is not finite; JSON cannot write it.");
            }

            if (value == 0 && double.IsNegative(value))
            {
                // The writer's own "-0" is an integer to many readers, and loses its sign there.
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
