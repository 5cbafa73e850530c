using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AzureML.Scoring.Tool;

/// <summary>The <c>data</c> of an error, as docs/protocol.md describes it. A member that is null is left out.</summary>
internal sealed record ErrorData
{
    public required string Kind { get; init; }

    public required string Message { get; init; }

    public required int Attempts { get; init; }

    public string? ClientRequestId { get; init; }

    public int? Status { get; init; }

    public string? RequestId { get; init; }

    public int? ModelStatus { get; init; }

    public string? ModelReason { get; init; }

    public double? RetryAfterSeconds { get; init; }

    public string? Body { get; init; }

    public static ErrorData Of(ScoringException e) => new()
    {
        Kind = NameOf(e.Kind),
        Message = e.Message,
        Attempts = e.Attempts,
        ClientRequestId = e.ClientRequestId,
        Status = e.Status,
        RequestId = e.RequestId,
        ModelStatus = e.ModelStatus,
        ModelReason = e.ModelReason,
        RetryAfterSeconds = e.RetryAfter?.TotalSeconds,
        Body = e.Body,
    };

    public static ErrorData Of(OperationCanceledException e) => new() { Kind = "cancelled", Message = e.Message, Attempts = 1 };

    /// <summary>The error as one line of JSON, without a line break at its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ErrorDataJson.OneLine.ErrorData);

    private static string NameOf(ScoringErrorKind kind) => kind switch
    {
        ScoringErrorKind.Configuration => "configuration",
        ScoringErrorKind.Authentication => "authentication",
        ScoringErrorKind.Throttled => "throttled",
        ScoringErrorKind.Model => "model",
        ScoringErrorKind.Service => "service",
        ScoringErrorKind.Timeout => "timeout",
        ScoringErrorKind.Connection => "connection",
        ScoringErrorKind.ResponseFormat => "response-format",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a name."),
    };
}

/// <summary>Writes an <see cref="ErrorData"/> without reflection.</summary>
[JsonSerializable(typeof(ErrorData))]
internal sealed partial class ErrorDataJson : JsonSerializerContext
{
    /// <summary>Leaves out what is null, and leaves letters outside ASCII readable.</summary>
    public static ErrorDataJson OneLine { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
