using System.Globalization;
using System.Text;

namespace AzureML.Scoring;

/// <summary>Thrown when a call does not return a prediction. A cancelled call throws an <see cref="OperationCanceledException"/> instead.</summary>
/// <remarks>The client's key never appears in the texts; if the service sent it back, it is replaced by <c>***</c>.</remarks>
public sealed class ScoringException : Exception
{
    /// <summary>Creates an error. Public so that error handling can be tested without a service.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">The message from the service, or else a description of what went wrong.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ScoringException(ScoringErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
    }

    /// <summary>What went wrong.</summary>
    public ScoringErrorKind Kind { get; }

    /// <summary>HTTP status of the reply; null if there was no complete reply.</summary>
    public int? Status { get; init; }

    /// <summary>Status that the model's container returned (<c>ms-azureml-model-error-statuscode</c>); null if the reply does not say.</summary>
    public int? ModelStatus { get; init; }

    /// <summary>Why the model failed, such as <c>model_not_ready</c> (<c>ms-azureml-model-error-reason</c>); null if the reply does not say.</summary>
    public string? ModelReason { get; init; }

    /// <summary>The service's ID for the request: <c>x-ms-request-id</c>, or <c>x-request-id</c> if the former is missing; null if both are.</summary>
    public string? RequestId { get; init; }

    /// <summary>The <c>x-ms-client-request-id</c> that was sent; null if nothing was sent.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>How long the reply asks the caller to wait; positive, or null if it does not ask.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Number of requests sent for this call, and of connections that could not be made; 0 if nothing was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>The reply's body as UTF-8, at most its first 65,536 bytes; null if there was no complete reply.</summary>
    public string? Body { get; init; }

    /// <summary>One line with kind, status, message, request ID and client request ID; below it the cause and the stack trace, if there are any.</summary>
    /// <returns>The description. A message from the service cannot break its first line.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(SingleLine(Summary()));
        if (InnerException is not null)
        {
            text.AppendLine().Append(" ---> ").Append(InnerException).AppendLine().Append("   --- End of inner exception stack trace ---");
        }

        if (StackTrace is string stackTrace)
        {
            text.AppendLine().Append(stackTrace);
        }

        return text.ToString();
    }

    private string Summary()
    {
        StringBuilder line = new StringBuilder().Append(Kind);
        if (Status is int status)
        {
            line.Append(CultureInfo.InvariantCulture, $" (HTTP {status})");
        }

        line.Append(": ").Append(Message);
        if (RequestId is not null)
        {
            line.Append("; request id ").Append(RequestId);
        }

        if (ClientRequestId is not null)
        {
            line.Append("; client request id ").Append(ClientRequestId);
        }

        return line.ToString();
    }

    private static string SingleLine(string text) =>
        string.Create(text.Length, text, static (line, text) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029' ? ' ' : text[i];
            }
        });
}
