using System.Globalization;

namespace AzureML.Scoring;

/// <summary>Repeats a request that failed for a reason that may pass. The outcome of the last attempt is the outcome of all.</summary>
/// <param name="inner">Makes one attempt.</param>
/// <param name="sleep">Waits; ends at once when its token is cancelled.</param>
/// <param name="random">A number from 0 to 1. Thread-safe.</param>
/// <param name="onRetry">Is told about each further attempt before the wait for it.</param>
internal sealed class Retrying(IExchange inner, Func<TimeSpan, CancellationToken, Task> sleep, Func<double> random, Action<ScoringRetry>? onRetry) : IExchange
{
    public async Task<Outcome> SendAsync(Request request, Call call)
    {
        for (int retry = 0; ; retry++)
        {
            Outcome outcome = await inner.SendAsync(request, call).ConfigureAwait(false);
            if (retry == call.Limits.Retries
                || !IsTransient(outcome)
                || Backoff.Wait((outcome as Reply)?.RetryAfter, retry, random()) is not TimeSpan wait
                || wait >= call.Remaining)
            {
                return outcome;
            }

            Report(outcome, wait, call);
            await sleep(wait, call.Token).ConfigureAwait(false);
        }
    }

    private void Report(Outcome outcome, TimeSpan wait, Call call)
    {
        try
        {
            onRetry?.Invoke(new ScoringRetry(call.ClientRequestId, call.Attempts, Describe(outcome), wait));
        }
#pragma warning disable CA1031 // Observing a call must not break it, whatever the observer throws.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The exception has no place to go: the call's own result is still to come.
        }
    }

    private static string Describe(Outcome outcome) => outcome switch
    {
        Reply reply => $"HTTP {reply.Status.ToString(CultureInfo.InvariantCulture)}",
        Failure { Kind: ScoringErrorKind.Timeout } => "timeout",
        _ => "connection",
    };

    private static bool IsTransient(Outcome outcome) => outcome switch
    {
        Failure failure => failure.IsTransient,
        Reply { Body.TooLong: true } or Reply { ModelFailed: true } => false,

        // With x-ms-run-function-failed the inference server replied itself, whatever the value: its 500 with "False" means
        // that the script's result could not be written as JSON, and the same request fails in the same way again.
        Reply { Status: 500 } reply => !reply.HasHeader("x-ms-run-function-failed"),
        Reply { Status: 424 } reply => reply.Header("ms-azureml-model-error-reason") == "model_not_ready",
        Reply reply => reply.Status is 408 or 429 or 502 or 503 or 504,
        _ => false,
    };
}
