using Microsoft.Extensions.Logging;

namespace AzureML.Scoring;

/// <summary>What is logged: each further attempt, and nothing else.</summary>
internal static partial class RetryLog
{
    [LoggerMessage(1, LogLevel.Information, "call {ClientRequestId}: {Outcome}; trying again in {WaitSeconds} s", EventName = "Retry")]
    public static partial void Retry(ILogger logger, string clientRequestId, string outcome, double waitSeconds);
}
