using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace AzureML.Scoring.Tool;

/// <summary>One-shot mode: one call per process, with the request on standard input and the prediction on standard output.</summary>
internal static class OneShot
{
    private const int Success = 0;
    private const int CallFailed = 1;
    private const int BadUsage = 2;

    /// <summary>Makes the call, configured by the environment.</summary>
    /// <returns>The exit status: 0 if the prediction was printed, 1 if the call failed, 2 if nothing was sent.</returns>
    public static async Task<int> RunAsync(Stream input, Stream output, TextWriter errors)
    {
        try
        {
            JsonElement payload = await ReadPayloadAsync(input);
            using var client = new ScoringClient();
            Print(await client.ScorePayloadAsync(payload), output);
            return Success;
        }
        catch (ScoringException e)
        {
            Report(e, errors);
            return e.Kind == ScoringErrorKind.Configuration ? BadUsage : CallFailed;
        }
    }

    /// <summary>Reports invalid arguments, with the usage as the message.</summary>
    /// <returns>The exit status, 2.</returns>
    public static int Usage(TextWriter errors)
    {
        var usage = new ScoringException(ScoringErrorKind.Configuration, "usage: azureml-scoring score | azureml-scoring session");
        Report(usage, errors);
        return BadUsage;
    }

    private static async Task<JsonElement> ReadPayloadAsync(Stream input)
    {
        using var buffer = new MemoryStream();
        try
        {
            await input.CopyToAsync(buffer);
        }
        catch (Exception e) when (StandardStreams.IsBroken(e))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "standard input cannot be read: " + e.Message, e);
        }

        ReadOnlySpan<byte> text = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        if (!Utf8.IsValid(text))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "standard input is not UTF-8");
        }

        try
        {
            return JsonElement.Parse(text, Message.JsonOptions);
        }
        catch (JsonException e)
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "standard input is not JSON: " + e.Message, e);
        }
    }

    private static void Print(JsonElement prediction, Stream output)
    {
        var line = new ArrayBufferWriter<byte>();
        CompactJson.Write(JsonMarshal.GetRawUtf8Value(prediction), line);
        line.Write("\n"u8);
        try
        {
            output.Write(line.WrittenSpan);
            output.Flush();
        }
        catch (Exception e) when (StandardStreams.IsBroken(e))
        {
            throw new ScoringException(ScoringErrorKind.Connection, "the prediction cannot be written to standard output: " + e.Message, e) { Attempts = 1 };
        }
    }

    private static void Report(ScoringException error, TextWriter errors)
    {
        try
        {
            errors.WriteLine(ErrorData.Of(error).ToJson());
        }
        catch (Exception e) when (StandardStreams.IsBroken(e))
        {
            // With standard error unusable, the exit status is the only report.
        }
    }
}
