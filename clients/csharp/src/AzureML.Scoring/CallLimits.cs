namespace AzureML.Scoring;

/// <summary>How often and how long a call tries. Valid, because only <see cref="Of"/> makes one.</summary>
internal sealed record CallLimits
{
    // The longest time that the platform's timers accept, 24 days. A caller who sets a longer one means "no limit".
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private CallLimits(int retries, TimeSpan attemptTimeout, TimeSpan overallTimeout) =>
        (Retries, AttemptTimeout, OverallTimeout) = (retries, attemptTimeout, overallTimeout);

    /// <summary>How many attempts may follow the first.</summary>
    public int Retries { get; }

    public TimeSpan AttemptTimeout { get; }

    public TimeSpan OverallTimeout { get; }

    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a limit is invalid.</exception>
    public static CallLimits Of(int retries, TimeSpan attemptTimeout, TimeSpan overallTimeout) => new(
        retries >= 0 ? retries : throw Bad($"{nameof(ScoringClientOptions.Retries)} is negative"),
        Time(attemptTimeout, nameof(ScoringClientOptions.AttemptTimeout)),
        Time(overallTimeout, nameof(ScoringClientOptions.OverallTimeout)));

    /// <summary>These limits, except for those that the options of a call set.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: an option is invalid.</exception>
    public CallLimits With(ScoringCallOptions? options) =>
        options is null ? this : Of(options.Retries ?? Retries, options.AttemptTimeout ?? AttemptTimeout, options.OverallTimeout ?? OverallTimeout);

    /// <summary>A limit in time that the platform's timers accept.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the limit is not greater than zero.</exception>
    public static TimeSpan Time(TimeSpan value, string name) =>
        value <= TimeSpan.Zero ? throw Bad($"{name} is not greater than zero")
        : value < Longest ? value
        : Longest;

    private static ScoringException Bad(string message) => new(ScoringErrorKind.Configuration, message);
}
