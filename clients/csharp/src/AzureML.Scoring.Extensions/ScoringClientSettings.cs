using System.Diagnostics;
using System.Text.Json.Serialization;

namespace AzureML.Scoring;

/// <summary>
/// The settings of a client, as configuration binds them; they become <see cref="ScoringClientOptions"/>, which describes each
/// of them. A value that is not set is taken from the same environment variable as there, if there is one.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ScoringClientSettings
{
    private static readonly ScoringClientOptions Defaults = new();

    /// <summary>The scoring URI, absolute, http or https. Default: <c>AZUREML_SCORING_URI</c>.</summary>
    public string? ScoringUri { get; set; }

    /// <summary>The text of the key. Default: <c>AZUREML_SCORING_KEY</c>. System.Text.Json does not serialize it, and a debugger does not show it.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Key { get; set; }

    /// <summary>The text of the secondary key. Default: <c>AZUREML_SCORING_SECONDARY_KEY</c>. System.Text.Json does not serialize it, and a debugger does not show it.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? SecondaryKey { get; set; }

    /// <summary>The certificate authorities to trust instead of the platform's, in PEM. Default: the file that <c>AZUREML_SCORING_CA_FILE</c> names.</summary>
    public string? CaCertificates { get; set; }

    /// <summary>Limit for making a connection, including TLS. Must be greater than zero. Default: 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = Defaults.ConnectTimeout;

    /// <summary>Limit for one attempt. Must be greater than zero. Default: 60 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = Defaults.AttemptTimeout;

    /// <summary>Limit for a call with all its attempts and the waits between them. Must be greater than zero. Default: 300 seconds.</summary>
    public TimeSpan OverallTimeout { get; set; } = Defaults.OverallTimeout;

    /// <summary>How many attempts may follow the first; not negative. Default: <c>AZUREML_SCORING_RETRIES</c>, or else 3.</summary>
    public int? Retries { get; set; }

    /// <summary>Limit for the body of a reply, in bytes. Must be greater than zero. Default: 67,108,864 (64 MiB).</summary>
    public long ReplyLimit { get; set; } = Defaults.ReplyLimit;

    /// <summary>Name of the calling application, placed before the client's name in <c>User-Agent</c>. Default: none.</summary>
    public string? Application { get; set; }

    /// <summary>A description of the settings: keys appear as <c>***</c>, and the URI without its path and query.</summary>
    /// <returns>One line, that of <see cref="ScoringClientOptions.ToString"/> if the settings are valid.</returns>
    public override string ToString()
    {
        try
        {
            return ToOptions(onRetry: null).ToString();
        }
        catch (ScoringException e)
        {
            return e.Message;
        }
    }

    /// <summary>The options of a client with these settings.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: a key is invalid.</exception>
    internal ScoringClientOptions ToOptions(Action<ScoringRetry>? onRetry) => new()
    {
        ScoringUri = ScoringUri,
        Key = KeyOf(Key),
        SecondaryKey = KeyOf(SecondaryKey),
        CaCertificates = CaCertificates,
        ConnectTimeout = ConnectTimeout,
        AttemptTimeout = AttemptTimeout,
        OverallTimeout = OverallTimeout,
        Retries = Retries,
        ReplyLimit = ReplyLimit,
        Application = Application,
        OnRetry = onRetry,
    };

    private static ScoringKey? KeyOf(string? text) => text is null ? null : new ScoringKey(text);
}
