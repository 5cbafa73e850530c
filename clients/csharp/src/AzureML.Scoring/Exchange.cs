namespace AzureML.Scoring;

/// <summary>Sends a request and returns the outcome: a complete <see cref="Reply"/>, or a <see cref="Failure"/>. The layers of the client are exchanges on top of one another.</summary>
internal interface IExchange
{
    /// <summary>Sends a request. Thread-safe.</summary>
    /// <exception cref="OperationCanceledException"><see cref="Call.Token"/> was cancelled.</exception>
    Task<Outcome> SendAsync(Request request, Call call);
}

/// <summary>One request, as the layers around the HTTP library see it.</summary>
/// <param name="Operation">What is asked of the service.</param>
/// <param name="Target">Where it is asked.</param>
/// <param name="Credential">What is sent as <c>Authorization</c>; null: no such header.</param>
internal sealed record Request(ScoringOperation Operation, Uri Target, ScoringKey? Credential = null);

/// <summary>A <see cref="Reply"/> or a <see cref="Failure"/>.</summary>
internal abstract class Outcome;

/// <summary>An exchange that ended without a complete reply.</summary>
/// <param name="kind"><see cref="ScoringErrorKind.Timeout"/> or <see cref="ScoringErrorKind.Connection"/>.</param>
/// <param name="message">What happened.</param>
/// <param name="cause">The exception of the HTTP library.</param>
/// <param name="isTransient">True if another attempt may do better.</param>
internal sealed class Failure(ScoringErrorKind kind, string message, Exception cause, bool isTransient = true) : Outcome
{
    public ScoringErrorKind Kind => kind;

    public string Message => message;

    public Exception Cause => cause;

    public bool IsTransient => isTransient;
}
