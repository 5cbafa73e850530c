namespace AzureML.Scoring;

/// <summary>Options and environment, checked and put together. Everything that a call needs and that does not change.</summary>
internal sealed record Configuration(
    Uri Uri,
    ScoringKey? Key,
    TimeSpan ConnectTimeout,
    TimeSpan AttemptTimeout,
    string UserAgent,
    TimeProvider TimeProvider)
{
    private const string UriVariable = "AZUREML_SCORING_URI";
    private const string KeyVariable = "AZUREML_SCORING_KEY";

    // The longest that the platform's timers take, 24 days. A caller who gives more means "no limit".
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Puts the configuration together; the only place where the environment is read.</summary>
    /// <param name="options">What was given explicitly.</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: something is missing or bad.</exception>
    public static Configuration Resolve(ScoringClientOptions options)
    {
        string? FromEnvironment(string name) => options.Environment(name) is { Length: > 0 } value ? value : null;

        string uri = options.ScoringUri ?? FromEnvironment(UriVariable) ?? throw Bad($"No scoring URI was given, and {UriVariable} is not set.");
        ScoringKey? key = options.Key ?? (FromEnvironment(KeyVariable) is string text ? new ScoringKey(text) : null);
        return new Configuration(
            ScoringUri.Parse(uri),
            key,
            Limit(options.ConnectTimeout, nameof(options.ConnectTimeout)),
            Limit(options.AttemptTimeout, nameof(options.AttemptTimeout)),
            Scoring.UserAgent.Create(options.Application),
            options.TimeProvider);
    }

    private static TimeSpan Limit(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero)
        {
            throw Bad($"{name} must be above zero.");
        }

        return value < Longest ? value : Longest;
    }

    private static ScoringException Bad(string message) => new(ScoringErrorKind.Configuration, message);
}
