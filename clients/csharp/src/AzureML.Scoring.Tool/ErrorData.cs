using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AzureML.Scoring.Tool;

/// <summary>The <c>data</c> member of an error, as specified in docs/protocol.md. Members that are null are omitted.</summary>
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

    public static ErrorData Of(OperationCanceledException e) => new() { Kind = "cancelled", Message = e.Message, Attempts = (e as ScoringCanceledException)?.Attempts ?? 0 };

    /// <summary>The error as one line of JSON, without a trailing line break.</summary>
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
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "the kind has no name"),
    };
}

/// <summary>Serializes <see cref="ErrorData"/> without reflection.</summary>
[JsonSerializable(typeof(ErrorData))]
internal sealed partial class ErrorDataJson : JsonSerializerContext
{
    /// <summary>Omits members that are null and does not escape letters outside ASCII.</summary>
    public static ErrorDataJson OneLine { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
