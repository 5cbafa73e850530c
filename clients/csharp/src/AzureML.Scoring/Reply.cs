using System.Net.Http.Headers;

namespace AzureML.Scoring;

/// <summary>A reply that was read to its last byte, or up to the limit for its size.</summary>
internal sealed class Reply(int status, HttpResponseHeaders headers, ReplyBody body, DateTimeOffset arrival) : Outcome
{
    public int Status => status;

    public ReplyBody Body => body;

    public bool IsSuccess => status is >= 200 and <= 299;

    /// <summary>True if the scoring script failed, or says so of itself. The model then fails again, whatever status a front end returns.</summary>
    public bool ModelFailed => string.Equals(Header("x-ms-run-function-failed"), "True", StringComparison.OrdinalIgnoreCase);

    /// <summary>The service's ID for the request; null if it gives none.</summary>
    public string? RequestId => Header("x-ms-request-id") ?? Header("x-request-id");

    /// <summary>How long the reply asks the caller to wait; positive, or null.</summary>
    public TimeSpan? RetryAfter => Scoring.RetryAfter.Read(Header("retry-after-ms"), Header("x-ms-retry-after-ms"), Header("Retry-After"), arrival);

    /// <summary>True if the header is there, whatever its value.</summary>
    public bool HasHeader(string name) => headers.NonValidated.Contains(name);

    /// <summary>The first value of a header; null if it is missing or empty.</summary>
    public string? Header(string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) && values.FirstOrDefault()?.Trim() is { Length: > 0 } value ? value : null;
}
