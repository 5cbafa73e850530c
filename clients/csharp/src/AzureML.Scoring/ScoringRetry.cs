namespace AzureML.Scoring;

/// <summary>A further attempt that a call is about to wait for. It contains no key, and nothing from the body of a request or a reply.</summary>
/// <param name="ClientRequestId">The <c>x-ms-client-request-id</c> of the call.</param>
/// <param name="Attempts">Number of requests attempted so far, at least 1.</param>
/// <param name="Outcome">How the last attempt ended: <c>HTTP 503</c>, with the status of the reply, <c>timeout</c> or <c>connection</c>.</param>
/// <param name="Wait">Time until the further attempt; greater than zero.</param>
public sealed record ScoringRetry(string ClientRequestId, int Attempts, string Outcome, TimeSpan Wait);
