using System.Globalization;
using System.Text;

namespace AzureML.Scoring;

/// <summary>A call that brought no prediction. A cancelled call is an <see cref="OperationCanceledException"/> instead.</summary>
/// <remarks>The key of the client appears in none of the texts; where the service sent it back it reads <c>***</c>.</remarks>
public sealed class ScoringException : Exception
{
    /// <summary>Makes an error. Public so that code which handles errors can be tested without a service.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What the service said, or what happened in words.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ScoringException(ScoringErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
    }

    /// <summary>What went wrong.</summary>
    public ScoringErrorKind Kind { get; }

    /// <summary>HTTP status of the reply; null if no whole reply came.</summary>
    public int? Status { get; init; }

    /// <summary>Status that the model's container answered with (<c>ms-azureml-model-error-statuscode</c>).</summary>
    public int? ModelStatus { get; init; }

    /// <summary>Why the model failed, such as <c>model_not_ready</c> (<c>ms-azureml-model-error-reason</c>).</summary>
    public string? ModelReason { get; init; }

    /// <summary>The service's name for the request: <c>x-ms-request-id</c>, or <c>x-request-id</c> where there is none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The <c>x-ms-client-request-id</c> that was sent; null if nothing was sent.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>How long the reply asks to wait; positive, or null if it does not ask.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Requests that were tried for this call; 0 if none was.</summary>
    public int Attempts { get; init; }

    /// <summary>The reply's body as UTF-8, at most its first 65,536 bytes; null if no whole reply came.</summary>
    public string? Body { get; init; }

    /// <summary>One line for people: kind, status, message, request id and client request id.</summary>
    /// <returns>The line, without a line break and without the stack trace.</returns>
    public override string ToString()
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

        return SingleLine(line.ToString());
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
