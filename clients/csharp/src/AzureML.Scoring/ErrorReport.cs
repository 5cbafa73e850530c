using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AzureML.Scoring;

/// <summary>Makes every error of a call. Here alone its attempts and IDs are filled in and secrets are masked.</summary>
internal static partial class ErrorReport
{
    /// <summary>How many bytes of a body an error keeps. The message is looked for only in bodies that are not longer.</summary>
    public const int BodyLimit = 65_536;

    /// <summary>The error for an outcome that is not a 2xx reply of acceptable size.</summary>
    public static ScoringException Of(Outcome outcome, Call call) => outcome switch
    {
        Reply { IsSuccess: true } reply => OfFormat(reply, "the reply is larger than the limit", call),
        Reply reply => OfReply(reply, KindOf(reply), $"HTTP {reply.Status.ToString(CultureInfo.InvariantCulture)}", call),
        Failure failure => OfFailure(failure, call),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "neither a reply nor a failure"),
    };

    /// <summary>The error for a 2xx reply that is not what was asked for.</summary>
    public static ScoringException OfFormat(Reply reply, string fault, Call call) => OfReply(reply, ScoringErrorKind.ResponseFormat, fault, call);

    /// <summary>The error for a call whose token was cancelled: by the caller, by closing the client, or at the overall limit.</summary>
    public static Exception OfCancellation(OperationCanceledException cause, Call call) =>
        call.Caller.IsCancellationRequested
            ? new ScoringCanceledException("the call was cancelled", cause, call.Caller) { Attempts = call.Attempts }
        : call.Closed.IsCancellationRequested
            ? new ScoringCanceledException("the client was closed during the call", cause, call.Closed) { Attempts = call.Attempts }
        : OfFailure(new Failure(ScoringErrorKind.Timeout, string.Create(CultureInfo.InvariantCulture, $"no prediction within {call.Limits.OverallTimeout.TotalSeconds} s"), cause), call);

    private static ScoringException OfFailure(Failure failure, Call call) =>
        new(failure.Kind, call.Secrets.Mask(failure.Message), Masked(failure.Cause, call.Secrets))
        {
            ClientRequestId = call.ClientRequestId,
            Attempts = call.Attempts,
        };

    /// <summary>The cause, or its masked text if it quotes a reply that contains a secret.</summary>
    private static Exception Masked(Exception cause, Secrets secrets)
    {
        string text = cause.ToString();
        string masked = secrets.Mask(text);
        return masked == text ? cause : new MaskedException(secrets.Mask(cause.Message), masked);
    }

    private static ScoringErrorKind KindOf(Reply reply) => reply.Status switch
    {
        // Checked before the status: a model that failed will fail again, whatever status a front end returns.
        _ when reply.ModelFailed => ScoringErrorKind.Model,
        424 => ScoringErrorKind.Model,
        401 or 403 => ScoringErrorKind.Authentication,
        429 => ScoringErrorKind.Throttled,
        _ => ScoringErrorKind.Service,
    };

    private static ScoringException OfReply(Reply reply, ScoringErrorKind kind, string defaultMessage, Call call)
    {
        Secrets secrets = call.Secrets;
        return new ScoringException(kind, secrets.Mask(MessageIn(reply.Body) ?? defaultMessage))
        {
            Status = reply.Status,
            ModelStatus = StatusOf(reply.Header("ms-azureml-model-error-statuscode")),
            ModelReason = secrets.MaskOrNull(reply.Header("ms-azureml-model-error-reason")),
            RequestId = secrets.MaskOrNull(reply.RequestId),
            ClientRequestId = call.ClientRequestId,
            RetryAfter = reply.RetryAfter,
            Attempts = call.Attempts,
            Body = secrets.MaskStart(reply.Body.Kept.Span, BodyLimit, isCut: reply.Body.TooLong),
        };
    }

    private static int? StatusOf(string? text) =>
        text?.Length == 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status >= 100 ? status : null;

    /// <summary>The service's own words: <c>message</c>, or <c>detail</c> as FastAPI has it, or <c>error</c> as BentoML and others have it.</summary>
    private static string? MessageIn(ReplyBody body)
    {
        if (body.TooLong || body.Length > BodyLimit)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body.Kept, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
            JsonElement root = document.RootElement;
            return TextIn(root, "message") ?? TextIn(root, "detail") ?? TextIn(root, "error")
                ?? (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error"u8, out JsonElement error) ? TextIn(error, "message") : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // JsonException: the body is not JSON. InvalidOperationException: a member's name is not valid Unicode.
            return null;
        }
    }

    /// <summary>The member of an object if it is a string that is not empty.</summary>
    private static string? TextIn(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out JsonElement member)
        && member.ValueKind == JsonValueKind.String
        && TextOf(member) is { Length: > 0 } text
            ? text
            : null;

    /// <summary>The value of a JSON string. An unpaired surrogate, which JSON can contain as an escape, becomes U+FFFD.</summary>
    private static string? TextOf(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return JsonElement.Parse(Escape.Replace(json.GetRawText(), escape => escape.Groups["unpaired"].Success ? @"\ufffd" : escape.Value)).GetString();
        }
    }

    [GeneratedRegex(@"\\(u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<unpaired>u[dD][89a-fA-F]..)|.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape { get; }

    /// <summary>Stands for an exception that quotes a secret. Private: nobody has to catch it, it is only ever the cause of another one.</summary>
#pragma warning disable CA1064
    private sealed class MaskedException(string message, string text) : Exception(message)
    {
        public override string ToString() => text;
    }
#pragma warning restore CA1064
}
