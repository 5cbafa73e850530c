namespace AzureML.Scoring;

/// <summary>How long to wait before another attempt. Without a clock and without state.</summary>
internal static class Backoff
{
    private const double FirstSeconds = 0.8;
    private const double LongestSeconds = 8;
    private const double LeastShare = 0.75;

    // A service that asks for more is down for longer than a caller wants to wait without knowing.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(60);

    /// <summary>The wait before a retry: what the reply asks for, else min(8 s, 0.8 s · 2^n), of which up to a quarter is taken off, so that callers spread.</summary>
    /// <param name="asked">What the reply asks for; positive, or null.</param>
    /// <param name="retry">n, the number of retries so far.</param>
    /// <param name="random">From 0 to 1.</param>
    /// <returns>Null: the reply asks for more than 60 s, so there is no further attempt.</returns>
    public static TimeSpan? Wait(TimeSpan? asked, int retry, double random)
    {
        if (asked is TimeSpan wait)
        {
            return wait <= LongestAsked ? wait : null;
        }

        double longest = Math.Min(LongestSeconds, FirstSeconds * Math.Pow(2, retry));
        return TimeSpan.FromSeconds(longest * (LeastShare + ((1 - LeastShare) * random)));
    }
}
