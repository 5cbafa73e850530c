namespace AzureML.Scoring;

/// <summary>Thrown when a call was cancelled, or its client was closed during the call. Catch it as <see cref="OperationCanceledException"/>.</summary>
public sealed class ScoringCanceledException : OperationCanceledException
{
    internal ScoringCanceledException(string message, Exception cause, CancellationToken cancellationToken)
        : base(message, cause, cancellationToken)
    {
    }

    /// <summary>Number of requests sent for this call, and of connections that could not be made; 0 if nothing was tried.</summary>
    public int Attempts { get; internal init; }
}
