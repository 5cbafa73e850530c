namespace AzureML.Scoring;

/// <summary>Settings of one call. One that is null is the client's. The limits for connecting and for the size of a reply belong to the client alone.</summary>
public sealed record ScoringCallOptions
{
    /// <summary>How many attempts may follow the first; not negative. Default: <see cref="ScoringClientOptions.Retries"/>.</summary>
    public int? Retries { get; init; }

    /// <summary>Limit for one attempt. Must be greater than zero. Default: <see cref="ScoringClientOptions.AttemptTimeout"/>.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>Limit for the call with all its attempts and the waits between them. Must be greater than zero. Default: <see cref="ScoringClientOptions.OverallTimeout"/>.</summary>
    public TimeSpan? OverallTimeout { get; init; }
}
