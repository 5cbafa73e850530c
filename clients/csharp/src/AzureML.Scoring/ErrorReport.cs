using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AzureML.Scoring;

/// <summary>Makes the error of a reply or of a failed exchange, with the key masked in every text.</summary>
internal sealed partial class ErrorReport(ScoringKey? key, TimeProvider clock)
{
    private const int BodyLimit = 65_536;

    /// <summary>The error of a reply with a status other than 2xx.</summary>
    public ScoringException OfStatus(Reply reply) =>
        OfReply(reply, KindOf(reply), $"HTTP {reply.Status.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The error of a reply of 2xx that holds no prediction.</summary>
    public ScoringException OfFormat(Reply reply, string fault) => OfReply(reply, ScoringErrorKind.ResponseFormat, fault);

    /// <summary>The error of an exchange that brought no whole reply.</summary>
    public ScoringException OfExchange(ScoringErrorKind kind, string message, string clientRequestId, Exception cause)
    {
        // The cause may quote the reply, and what it quotes cannot be masked there.
        bool leaks = key is not null && cause.ToString() is string text && key.Mask(text) != text;
        return new ScoringException(kind, Mask(message), leaks ? null : cause) { ClientRequestId = clientRequestId, Attempts = 1 };
    }

    private static ScoringErrorKind KindOf(Reply reply) => reply.Status switch
    {
        // Ahead of the status: a model that failed fails again, whatever a front end makes of it.
        _ when string.Equals(reply.Header("x-ms-run-function-failed"), "True", StringComparison.OrdinalIgnoreCase) => ScoringErrorKind.Model,
        424 => ScoringErrorKind.Model,
        401 or 403 => ScoringErrorKind.Authentication,
        429 => ScoringErrorKind.Throttled,
        _ => ScoringErrorKind.Service,
    };

    private ScoringException OfReply(Reply reply, ScoringErrorKind kind, string ownWords) =>
        new(kind, Mask(SaidByService(reply.Body) ?? ownWords))
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

    private static string? SaidByService(ReadOnlyMemory<byte> body)
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
            // Not JSON; or, as the second says, a member whose name is no Unicode text.
            return null;
        }
    }

    /// <summary>A string's text, with U+FFFD in place of half a surrogate pair, which JSON can hold as an escape.</summary>
    private static string? TextOf(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return JsonElement.Parse(Escape().Replace(json.GetRawText(), escape => escape.Groups["half"].Success ? @"\ufffd" : escape.Value)).GetString();
        }
    }

    private string Excerpt(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetString(key is null ? body[..Math.Min(body.Length, BodyLimit)] : key.MaskStart(body, BodyLimit));

    [GeneratedRegex(@"\\(u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<half>u[dD][89a-fA-F]..)|.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();

    private string Mask(string text) => key is null ? text : key.Mask(text);

    private string? MaskOrNull(string? text) => text is null ? null : Mask(text);
}
