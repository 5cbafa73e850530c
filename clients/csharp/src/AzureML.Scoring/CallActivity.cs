using System.Diagnostics;
using System.Globalization;

namespace AzureML.Scoring;

/// <summary>
/// Makes one activity per call for whoever listens to the source <c>AzureML.Scoring</c>, and nothing if nobody does. Its tags are
/// those of OpenTelemetry's conventions for HTTP, without the URL: a path, a query, a key or a body never gets into it.
/// </summary>
internal static class CallActivity
{
    private static readonly ActivitySource Source = new("AzureML.Scoring", typeof(CallActivity).Assembly.GetName().Version!.ToString(3));

    /// <summary>Starts the activity of a call; null if nobody listens.</summary>
    public static Activity? Start(Request request) => !Source.HasListeners() ? null : Source.StartActivity(
        ActivityKind.Client,
        name: request.Operation.Name,
        tags:
        [
            new("http.request.method", request.Operation.Method.Method),
            new("server.address", request.Target.IdnHost),
            new("server.port", request.Target.Port),
        ]);

    /// <summary>Adds how a call succeeded.</summary>
    public static void Succeed(this Activity activity, int status, int attempts) => SetReply(activity, status, attempts);

    /// <summary>Adds how a call failed. The text of the error stays out: a service can write into it what it likes.</summary>
    public static void Fail(this Activity activity, Exception error)
    {
        string type;
        switch (error)
        {
            case ScoringException failure:
                SetReply(activity, failure.Status, failure.Attempts);
                type = TypeOf(failure);
                break;
            case ScoringCanceledException cancellation:
                SetReply(activity, status: null, cancellation.Attempts);
                type = "cancelled";
                break;
            default:
                type = error.GetType().FullName!;
                break;
        }

        activity.SetTag("error.type", type);
        activity.SetStatus(ActivityStatusCode.Error);
    }

    private static string TypeOf(ScoringException error) => error switch
    {
        { Kind: ScoringErrorKind.ResponseFormat } => "response-format",
        { Status: int status } => status.ToString(CultureInfo.InvariantCulture),
        { Kind: ScoringErrorKind.Timeout } => "timeout",
        _ => "connection",
    };

    private static void SetReply(Activity activity, int? status, int attempts)
    {
        if (status is int code)
        {
            activity.SetTag("http.response.status_code", code);
        }

        if (attempts > 1)
        {
            activity.SetTag("http.request.resend_count", attempts - 1);
        }
    }
}
