using System.Net.Http.Headers;

namespace AzureML.Scoring;

/// <summary>A complete reply, read to its last byte.</summary>
internal sealed class Reply(int status, HttpResponseHeaders headers, ReadOnlyMemory<byte> body, string clientRequestId)
{
    public int Status => status;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The <c>x-ms-client-request-id</c> of the request.</summary>
    public string ClientRequestId => clientRequestId;

    public bool IsSuccess => status is >= 200 and <= 299;

    /// <summary>The first value of a header; null if it is missing or empty.</summary>
    public string? Header(string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) && values.FirstOrDefault()?.Trim() is { Length: > 0 } value ? value : null;
}
