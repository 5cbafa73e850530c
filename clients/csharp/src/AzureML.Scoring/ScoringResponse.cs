using System.Globalization;

namespace AzureML.Scoring;

/// <summary>What a successful call returned, and what is known about it. The constructor is public for tests with a fake client.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Value">What the short method for the same operation returns.</param>
/// <param name="Status">HTTP status of the reply, 200 to 299.</param>
/// <param name="RequestId">The service's ID for the request: <c>x-ms-request-id</c>, or <c>x-request-id</c> if the former is missing; null if both are. A key in it appears as <c>***</c>.</param>
/// <param name="ClientRequestId">The <c>x-ms-client-request-id</c> that was sent.</param>
/// <param name="Attempts">Number of requests attempted, at least 1.</param>
public sealed record ScoringResponse<T>(T Value, int Status, string? RequestId, string ClientRequestId, int Attempts)
{
    /// <summary>A description without the value, which may be large or confidential.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ScoringResponse {{ Status = {Status}, RequestId = {RequestId}, ClientRequestId = {ClientRequestId}, Attempts = {Attempts} }}");
}
