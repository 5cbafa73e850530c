using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace AzureML.Scoring.Tool;

/// <summary>The door for shells: one call, a request on standard input, the prediction on standard output.</summary>
internal static class OneShot
{
    private const int Success = 0;
    private const int CallFailed = 1;
    private const int BadUsage = 2;

    /// <summary>Makes the call with the environment's configuration.</summary>
    /// <returns>The exit status: 0 predictions were printed, 1 the call failed, 2 nothing was sent.</returns>
    public static async Task<int> RunAsync(Stream input, Stream output, TextWriter errors)
    {
        try
        {
            JsonElement payload = await ReadPayloadAsync(input);
            using var client = new ScoringClient();
            JsonElement prediction = await client.ScorePayloadAsync(payload);
            Print(prediction, output);
            return Success;
        }
        catch (ScoringException e)
        {
            await errors.WriteLineAsync(ErrorData.Of(e).ToJson());
            return e.Kind == ScoringErrorKind.Configuration ? BadUsage : CallFailed;
        }
        catch (Exception e) when (StandardOutput.IsClosed(e))
        {
            // It can only be standard output: what the client meets on its way is a ScoringException.
            var unprinted = new ScoringException(ScoringErrorKind.Connection, "The prediction could not be printed: " + e.Message, e) { Attempts = 1 };
            await errors.WriteLineAsync(ErrorData.Of(unprinted).ToJson());
            return CallFailed;
        }
    }

    /// <summary>Says how the program is used.</summary>
    /// <returns>The exit status of bad usage.</returns>
    public static int Usage(TextWriter errors)
    {
        var usage = new ScoringException(ScoringErrorKind.Configuration, "usage: azureml-scoring score | azureml-scoring session");
        errors.WriteLine(ErrorData.Of(usage).ToJson());
        return BadUsage;
    }

    private static async Task<JsonElement> ReadPayloadAsync(Stream input)
    {
        using var buffer = new MemoryStream();
        await input.CopyToAsync(buffer);
        ReadOnlySpan<byte> text = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        if (!Utf8.IsValid(text))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "Standard input is not UTF-8.");
        }

        try
        {
            return JsonElement.Parse(text, Message.JsonOptions);
        }
        catch (JsonException e)
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "Standard input is not JSON: " + e.Message, e);
        }
    }

    private static void Print(JsonElement prediction, Stream output)
    {
        var line = new ArrayBufferWriter<byte>();
        CompactJson.Write(JsonMarshal.GetRawUtf8Value(prediction), line);
        line.Write("\n"u8);
        output.Write(line.WrittenSpan);
        output.Flush();
    }
}
