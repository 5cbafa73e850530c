using System.Diagnostics;
using System.Globalization;

namespace AzureML.Scoring;

/// <summary>The settings of a <see cref="ScoringClient"/>. A value set here takes precedence over its environment variable.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ScoringClientOptions
{
    /// <summary>The scoring URI, absolute, http or https. Default: <c>AZUREML_SCORING_URI</c>.</summary>
    /// <value>A string, because a <see cref="Uri"/> would rewrite the path and query, which are sent exactly as given.</value>
    public string? ScoringUri { get; init; }

    /// <summary>The key. Default: <c>AZUREML_SCORING_KEY</c>. If neither is set, no credential is sent.</summary>
    public ScoringKey? Key { get; init; }

    /// <summary>The other key of the service, sent once it has answered 401 to <see cref="Key"/>, and from then on. Default: <c>AZUREML_SCORING_SECONDARY_KEY</c>.</summary>
    public ScoringKey? SecondaryKey { get; init; }

    /// <summary>The certificate authorities to trust instead of the platform's, in PEM. Default: the file that <c>AZUREML_SCORING_CA_FILE</c> names.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>Limit for making a connection, including TLS. Must be greater than zero. Default: 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Limit for one attempt, from the first byte of the request to the last byte of the reply. Must be greater than zero. Default: 60 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Limit for a call with all its attempts and the waits between them. Must be greater than zero. Default: 300 seconds.</summary>
    public TimeSpan OverallTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How many attempts may follow the first; not negative. Default: <c>AZUREML_SCORING_RETRIES</c>, or else 3.</summary>
    public int? Retries { get; init; }

    /// <summary>Limit for the body of a reply, in bytes. Must be greater than zero. Default: 67,108,864 (64 MiB).</summary>
    /// <value>A larger body of a 2xx reply is an error of kind <see cref="ScoringErrorKind.ResponseFormat"/>. It is not read to its end: its connection is closed.</value>
    public long ReplyLimit { get; init; } = 64 << 20;

    /// <summary>Name of the calling application, placed before the client's name in <c>User-Agent</c>. Default: none.</summary>
    /// <value>Printable ASCII without a space at either end, such as <c>forecast/2.1</c>.</value>
    public string? Application { get; init; }

    /// <summary>
    /// Sends the requests, for mutual TLS, tracing or a test. Default: a handler of the client's own. It must not follow redirects,
    /// keep cookies or have credentials. The client never disposes of it, and its own limit for connecting takes the place of
    /// <see cref="ConnectTimeout"/>, its own trust that of <see cref="CaCertificates"/>.
    /// </summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>
    /// Is told about each further attempt before the wait for it, for logging. Default: nobody is told. Called on the threads of
    /// the calls, possibly on several at once; what it throws is ignored.
    /// </summary>
    public Action<ScoringRetry>? OnRetry { get; init; }

    /// <summary>Looks up an environment variable by name; null or empty means unset. Default: the environment of the process.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Clock for the timeouts of attempts and calls, for waits, and for dates in <c>Retry-After</c>. Default: the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>A description of the options: the key appears as <c>***</c>, and the URI without its path and query.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ScoringClientOptions {{ ScoringUri = {Scoring.ScoringUri.Origin(ScoringUri)}, Key = {Key}, SecondaryKey = {SecondaryKey}, ConnectTimeout = {ConnectTimeout}, AttemptTimeout = {AttemptTimeout}, OverallTimeout = {OverallTimeout}, Retries = {Retries}, ReplyLimit = {ReplyLimit}, Application = {Application} }}");
}
