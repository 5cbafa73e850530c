namespace AzureML.Scoring;

/// <summary>What went wrong. Programs can switch on it: it depends on types, status and headers, never on the text of a message.</summary>
public enum ScoringErrorKind
{
    /// <summary>The call cannot be made with the given settings or input; nothing was sent.</summary>
    Configuration,

    /// <summary>The service refused the credential: status 401 or 403.</summary>
    Authentication,

    /// <summary>Too many requests: status 429.</summary>
    Throttled,

    /// <summary>The model failed: status 424, or any non-2xx status with <c>x-ms-run-function-failed: True</c>.</summary>
    Model,

    /// <summary>Any other non-2xx status, including redirects, which are not followed.</summary>
    Service,

    /// <summary>A time limit of <see cref="ScoringClientOptions"/> or <see cref="ScoringCallOptions"/> was reached.</summary>
    Timeout,

    /// <summary>No connection could be made, or it broke before the reply was complete.</summary>
    Connection,

    /// <summary>A 2xx reply that does not contain a prediction, or is larger than <see cref="ScoringClientOptions.ReplyLimit"/>.</summary>
    ResponseFormat,
}
