namespace AzureML.Scoring;

/// <summary>What went wrong, for a program to switch on. Decided by types and status, never by the text of a message.</summary>
public enum ScoringErrorKind
{
    /// <summary>The call cannot be made with what was given. Nothing was sent.</summary>
    Configuration,

    /// <summary>The service refused the credential: status 401 or 403.</summary>
    Authentication,

    /// <summary>Too many requests: status 429.</summary>
    Throttled,

    /// <summary>The model failed: status 424, or a status but 2xx with <c>x-ms-run-function-failed: True</c>.</summary>
    Model,

    /// <summary>Any other status but 2xx, redirects among them.</summary>
    Service,

    /// <summary>A limit of <see cref="ScoringClientOptions"/> was reached.</summary>
    Timeout,

    /// <summary>No connection, or one that broke before the reply was whole.</summary>
    Connection,

    /// <summary>A reply of 2xx that holds no prediction.</summary>
    ResponseFormat,
}
