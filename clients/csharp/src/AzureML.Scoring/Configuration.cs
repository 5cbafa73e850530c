using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace AzureML.Scoring;

/// <summary>The validated settings of a client, from its options and the environment. Immutable.</summary>
internal sealed record Configuration(
    Uri Uri,
    ScoringKey? Key,
    ScoringKey? SecondaryKey,
    X509Certificate2Collection? Authorities,
    HttpMessageHandler? Handler,
    TimeSpan ConnectTimeout,
    CallLimits Limits,
    long ReplyLimit,
    string UserAgent,
    TimeProvider TimeProvider)
{
    private const string UriVariable = "AZUREML_SCORING_URI";
    private const string KeyVariable = "AZUREML_SCORING_KEY";
    private const string SecondaryKeyVariable = "AZUREML_SCORING_SECONDARY_KEY";
    private const string AuthoritiesVariable = "AZUREML_SCORING_CA_FILE";
    private const string RetriesVariable = "AZUREML_SCORING_RETRIES";
    private const int DefaultRetries = 3;

    /// <summary>Combines the options with the environment. Nothing else reads the environment.</summary>
    /// <param name="options">The explicit settings; they take precedence.</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a setting is missing or invalid.</exception>
    public static Configuration Resolve(ScoringClientOptions options)
    {
        string? FromEnvironment(string name) => options.Environment(name) is { Length: > 0 } value ? value : null;

        string uri = options.ScoringUri ?? FromEnvironment(UriVariable) ?? throw Bad($"the scoring URI is missing: set {nameof(options.ScoringUri)} or {UriVariable}");
        ScoringKey? key = options.Key ?? KeyOf(FromEnvironment(KeyVariable));
        ScoringKey? secondaryKey = options.SecondaryKey ?? KeyOf(FromEnvironment(SecondaryKeyVariable));
        if (key is null && secondaryKey is not null)
        {
            throw Bad($"there is a secondary key, but no primary one: set {nameof(options.Key)} or {KeyVariable}");
        }

        X509Certificate2Collection? authorities =
            options.CaCertificates is string pem ? Scoring.Authorities.Parse(pem)
            : options.Handler is null && FromEnvironment(AuthoritiesVariable) is string path ? Scoring.Authorities.Load(path)
            : null;
        return new Configuration(
            ScoringUri.Parse(uri),
            key,
            secondaryKey,
            authorities,
            HandlerOf(options.Handler, authorities),
            CallLimits.Time(options.ConnectTimeout, nameof(options.ConnectTimeout)),
            CallLimits.Of(options.Retries ?? RetriesIn(FromEnvironment(RetriesVariable)), options.AttemptTimeout, options.OverallTimeout),
            options.ReplyLimit > 0 ? options.ReplyLimit : throw Bad($"{nameof(options.ReplyLimit)} is not greater than zero"),
            Scoring.UserAgent.Create(options.Application),
            options.TimeProvider);
    }

    private static ScoringKey? KeyOf(string? text) => text is null ? null : new ScoringKey(text);

    private static HttpMessageHandler? HandlerOf(HttpMessageHandler? handler, X509Certificate2Collection? authorities) =>
        handler is null ? null
        : authorities is not null ? throw Bad("a handler decides itself whom to trust: set either Handler or the CA certificates")
        : Scoring.Handler.FaultOf(handler) is string fault ? throw Bad(fault)
        : handler;

    /// <remarks>As many digits as one likes: nobody counts beyond an int.</remarks>
    private static int RetriesIn(string? variable) =>
        variable is null ? DefaultRetries
        : !variable.All(char.IsAsciiDigit) ? throw Bad($"{RetriesVariable} is not a non-negative integer")
        : int.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out int retries) ? retries
        : int.MaxValue;

    private static ScoringException Bad(string message) => new(ScoringErrorKind.Configuration, message);
}
