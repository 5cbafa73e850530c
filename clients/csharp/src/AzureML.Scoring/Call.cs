namespace AzureML.Scoring;

/// <summary>What all attempts of one call share. Used by one attempt at a time.</summary>
internal sealed class Call : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TimeLimit _overall;
    private readonly long _start;

    /// <summary>Begins a call; its overall limit runs from now on.</summary>
    public Call(Secrets secrets, CallLimits limits, TimeProvider clock, CancellationToken caller, CancellationToken closed)
    {
        _clock = clock;
        _overall = new TimeLimit(limits.OverallTimeout, clock, caller, closed);
        _overall.Start();
        _start = clock.GetTimestamp();
        Limits = limits;
        Secrets = secrets;
        Caller = caller;
        Closed = closed;
    }

    /// <summary>The <c>x-ms-client-request-id</c> of each attempt.</summary>
    public string ClientRequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The number of requests sent, those that could not be connected included.</summary>
    public int Attempts { get; private set; }

    /// <summary>True once a refused credential has been replaced, which happens once in a call.</summary>
    public bool CredentialReplaced { get; set; }

    /// <summary>How often and how long this call tries.</summary>
    public CallLimits Limits { get; }

    /// <summary>What is left of the overall limit.</summary>
    public TimeSpan Remaining => Limits.OverallTimeout - _clock.GetElapsedTime(_start);

    /// <summary>What no error of this call may show.</summary>
    public Secrets Secrets { get; }

    /// <summary>The caller's cancellation.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Cancelled when the client is closed.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Cancelled when the call must end, for whichever reason.</summary>
    public CancellationToken Token => _overall.Token;

    public void CountAttempt() => Attempts++;

    public void Dispose() => _overall.Dispose();
}
