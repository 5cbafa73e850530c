using System.Diagnostics;
using System.Globalization;

namespace AzureML.Scoring;

/// <summary>What a <see cref="ScoringClient"/> is made with. A value given here wins over the environment.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ScoringClientOptions
{
    /// <summary>The scoring URI, absolute, http or https. Default: <c>AZUREML_SCORING_URI</c>.</summary>
    /// <value>Path and query are sent to the letter, which is why this is no <see cref="Uri"/>: that one would rewrite them.</value>
    public string? ScoringUri { get; init; }

    /// <summary>The key. Default: <c>AZUREML_SCORING_KEY</c>; without it no credential is sent.</summary>
    public ScoringKey? Key { get; init; }

    /// <summary>Limit for making a connection, TLS included. Default: 10 seconds. Above 0.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Limit for one attempt, from its first byte to the last byte of the reply. Default: 60 seconds. Above 0.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Name of the calling application, put before the client's own words in <c>User-Agent</c>. Default: none.</summary>
    /// <value>Printable ASCII without a blank at either end, such as <c>forecast/2.1</c>.</value>
    public string? Application { get; init; }

    /// <summary>Looks up a variable by its name; null or empty means not set. Default: the process's environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The clock for the attempt's limit and for dates in <c>Retry-After</c>. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The options for people; the key reads <c>***</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ScoringClientOptions {{ ScoringUri = {ScoringUri}, Key = {Key}, ConnectTimeout = {ConnectTimeout}, AttemptTimeout = {AttemptTimeout}, Application = {Application} }}");
}
