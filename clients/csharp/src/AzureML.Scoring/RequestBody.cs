using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AzureML.Scoring;

/// <summary>The body of a request. It is complete before the first attempt, so each attempt sends the same bytes.</summary>
internal sealed record RequestBody(string ContentType, ReadOnlyMemory<byte> Bytes)
{
    private const string Json = "application/json";

    /// <summary><c>{"data": rows}</c>, each double in the shortest form that reads back bit for bit.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a row is null, or a number is not finite.</exception>
    public static RequestBody FromRows(IReadOnlyList<IReadOnlyList<double>> rows)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data"u8);
            for (int row = 0; row < rows.Count; row++)
            {
                WriteRow(writer, rows[row] ?? throw Bad($"row {row} (from 0) is null"), row);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new RequestBody(Json, buffer.WrittenMemory);
    }

    /// <summary>The payload exactly as written, so that its numbers keep their digits.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a number is outside the range of a double.</exception>
    public static RequestBody FromElement(JsonElement payload) => Checked(JsonMarshal.GetRawUtf8Value(payload).ToArray());

    /// <summary>The payload, serialized as <paramref name="type"/> specifies.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: it cannot be written as JSON.</exception>
    public static RequestBody FromValue<T>(T payload, JsonTypeInfo<T> type)
    {
        try
        {
            return Checked(JsonSerializer.SerializeToUtf8Bytes(payload, type));
        }
        catch (Exception e) when (e is ArgumentException or JsonException or NotSupportedException)
        {
            // The serializer throws ArgumentException for a number that is not finite.
            throw Bad("the payload cannot be written as JSON: " + e.Message, e);
        }
    }

    /// <summary>Bytes as they are.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the media type is invalid.</exception>
    public static RequestBody FromBytes(ReadOnlyMemory<byte> bytes, string contentType) =>
        contentType.Length == 0 || contentType.Trim(' ') != contentType || contentType.AsSpan().ContainsAnyExceptInRange('\x20', '\x7E')
            ? throw Bad("the content type is empty, starts or ends with a space, or contains a character that is not printable ASCII")
            : new RequestBody(contentType, bytes);

    private static RequestBody Checked(byte[] json) =>
        JsonText.AllFinite(json)
            ? new RequestBody(Json, json)
            : throw Bad("the payload contains a number outside the range of a double");

    private static void WriteRow(Utf8JsonWriter writer, IReadOnlyList<double> values, int row)
    {
        writer.WriteStartArray();
        for (int column = 0; column < values.Count; column++)
        {
            double value = values[column];
            if (!double.IsFinite(value))
            {
                throw Bad($"row {row}, column {column} (from 0) is not finite and cannot be written as JSON");
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

    private static ScoringException Bad(FormattableString message) => Bad(FormattableString.Invariant(message));

    private static ScoringException Bad(string message, Exception? cause = null) => new(ScoringErrorKind.Configuration, message, cause);
}
