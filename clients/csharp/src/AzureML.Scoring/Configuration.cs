namespace AzureML.Scoring;

/// <summary>The validated settings of a client, from its options and the environment. Immutable.</summary>
internal sealed record Configuration(
    Uri Uri,
    ScoringKey? Key,
    TimeSpan ConnectTimeout,
    TimeSpan AttemptTimeout,
    long ReplyLimit,
    string UserAgent,
    TimeProvider TimeProvider)
{
    private const string UriVariable = "AZUREML_SCORING_URI";
    private const string KeyVariable = "AZUREML_SCORING_KEY";

    // The longest time that the platform's timers accept, 24 days. A caller who sets a longer one means "no limit".
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Combines the options with the environment. Nothing else reads the environment.</summary>
    /// <param name="options">The explicit settings; they take precedence.</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a setting is missing or invalid.</exception>
    public static Configuration Resolve(ScoringClientOptions options)
    {
        string? FromEnvironment(string name) => options.Environment(name) is { Length: > 0 } value ? value : null;

        string uri = options.ScoringUri ?? FromEnvironment(UriVariable) ?? throw Bad($"the scoring URI is missing: set {nameof(options.ScoringUri)} or {UriVariable}");
        ScoringKey? key = options.Key ?? (FromEnvironment(KeyVariable) is string text ? new ScoringKey(text) : null);
        return new Configuration(
            ScoringUri.Parse(uri),
            key,
            Limit(options.ConnectTimeout, nameof(options.ConnectTimeout)),
            Limit(options.AttemptTimeout, nameof(options.AttemptTimeout)),
            options.ReplyLimit > 0 ? options.ReplyLimit : throw Bad($"{nameof(options.ReplyLimit)} is not greater than zero"),
            Scoring.UserAgent.Create(options.Application),
            options.TimeProvider);
    }

    private static TimeSpan Limit(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero)
        {
            throw Bad($"{name} is not greater than zero");
        }

        return value < Longest ? value : Longest;
    }

    private static ScoringException Bad(string message) => new(ScoringErrorKind.Configuration, message);
}
