using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>Writes each answer as one uninterrupted line. Thread-safe.</summary>
internal sealed class Answers(Stream output)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _lock = new(); // guards output and _closed
    private bool _closed;
    private volatile bool _broken;

    /// <summary>True once an answer could not be written.</summary>
    public bool Broken => _broken;

    public void Empty(MessageId id) => Write(id, static writer =>
    {
        writer.WriteStartObject("result"u8);
        writer.WriteEndObject();
    });

    public void Result(MessageId id, Action<Utf8JsonWriter> members) => Write(id, writer =>
    {
        writer.WriteStartObject("result"u8);
        members(writer);
        writer.WriteEndObject();
    });

    public void Error(MessageId id, ErrorData data) => Write(id, writer =>
    {
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, -32000);
        writer.WriteString("message"u8, data.Message);
        writer.WritePropertyName("data"u8);
        JsonSerializer.Serialize(writer, data, ErrorDataJson.OneLine.ErrorData);
        writer.WriteEndObject();
    });

    public void Fault(MessageId id, AdapterFault fault) => Write(id, writer =>
    {
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, fault.Code);
        writer.WriteString("message"u8, fault.Message);
        writer.WriteEndObject();
    });

    /// <summary>Discards further answers, so that the program does not exit in the middle of one.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    private void Write(MessageId id, Action<Utf8JsonWriter> outcome)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(line, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(id.Json!, skipInputValidation: true);
            outcome(writer);
            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            try
            {
                output.Write(line.WrittenSpan);
                output.Flush();
            }
            catch (Exception e) when (StandardStreams.IsBroken(e))
            {
                _closed = _broken = true;
            }
        }
    }
}
