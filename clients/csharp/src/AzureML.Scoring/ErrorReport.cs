using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AzureML.Scoring;

/// <summary>Builds the error for a reply or a failed exchange, with the key masked in every text.</summary>
internal sealed partial class ErrorReport(ScoringKey? key, TimeProvider clock)
{
    private const int BodyLimit = 65_536;

    /// <summary>The error for a reply with a non-2xx status.</summary>
    public ScoringException OfStatus(Reply reply) =>
        OfReply(reply, KindOf(reply), $"HTTP {reply.Status.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The error for a 2xx reply that does not contain a prediction.</summary>
    public ScoringException OfFormat(Reply reply, string fault) => OfReply(reply, ScoringErrorKind.ResponseFormat, fault);

    /// <summary>The error for an exchange without a complete reply.</summary>
    public ScoringException OfExchange(ScoringErrorKind kind, string message, string clientRequestId, Exception cause)
    {
        // The cause may quote a reply that contains the key. Its text cannot be masked, so such a cause is dropped.
        bool leaks = key is not null && cause.ToString() is string text && key.Mask(text) != text;
        return new ScoringException(kind, Mask(message), leaks ? null : cause) { ClientRequestId = clientRequestId, Attempts = 1 };
    }

    private static ScoringErrorKind KindOf(Reply reply) => reply.Status switch
    {
        // Checked before the status: a model that failed will fail again, whatever status a front end returns.
        _ when string.Equals(reply.Header("x-ms-run-function-failed"), "True", StringComparison.OrdinalIgnoreCase) => ScoringErrorKind.Model,
        424 => ScoringErrorKind.Model,
        401 or 403 => ScoringErrorKind.Authentication,
        429 => ScoringErrorKind.Throttled,
        _ => ScoringErrorKind.Service,
    };

    private ScoringException OfReply(Reply reply, ScoringErrorKind kind, string defaultMessage) =>
        new(kind, Mask(MessageIn(reply.Body) ?? defaultMessage))
        {
            Status = reply.Status,
            ModelStatus = StatusOf(reply.Header("ms-azureml-model-error-statuscode")),
            ModelReason = MaskOrNull(reply.Header("ms-azureml-model-error-reason")),
            RequestId = MaskOrNull(reply.Header("x-ms-request-id") ?? reply.Header("x-request-id")),
            ClientRequestId = reply.ClientRequestId,
            RetryAfter = RetryAfter.Read(reply.Header("retry-after-ms"), reply.Header("x-ms-retry-after-ms"), reply.Header("Retry-After"), clock.GetUtcNow()),
            Attempts = 1,
            Body = Excerpt(reply.Body.Span),
        };

    private static int? StatusOf(string? text) =>
        text?.Length == 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status >= 100 ? status : null;

    private static string? MessageIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("message"u8, out JsonElement message)
                && message.ValueKind == JsonValueKind.String
                && TextOf(message) is { Length: > 0 } text
                ? text
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // JsonException: the body is not JSON. InvalidOperationException: a member's name is not valid Unicode.
            return null;
        }
    }

    /// <summary>The value of a JSON string. An unpaired surrogate, which JSON can contain as an escape, becomes U+FFFD.</summary>
    private static string? TextOf(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return JsonElement.Parse(Escape().Replace(json.GetRawText(), escape => escape.Groups["unpaired"].Success ? @"\ufffd" : escape.Value)).GetString();
        }
    }

    private string Excerpt(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetString(key is null ? body[..Math.Min(body.Length, BodyLimit)] : key.MaskStart(body, BodyLimit));

    [GeneratedRegex(@"\\(u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<unpaired>u[dD][89a-fA-F]..)|.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    private string Mask(string text) => key is null ? text : key.Mask(text);

    private string? MaskOrNull(string? text) => text is null ? null : Mask(text);
}
