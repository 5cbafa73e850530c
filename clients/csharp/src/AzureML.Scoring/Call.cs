namespace AzureML.Scoring;

/// <summary>What all attempts of one call share. Used by one attempt at a time.</summary>
internal sealed class Call : IDisposable
{
    private readonly CancellationTokenSource _ending;

    public Call(Secrets secrets, CancellationToken caller, CancellationToken closed)
    {
        Secrets = secrets;
        Caller = caller;
        Closed = closed;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(caller, closed);
    }

    /// <summary>The <c>x-ms-client-request-id</c> of each attempt.</summary>
    public string ClientRequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The number of requests sent, those that could not be connected included.</summary>
    public int Attempts { get; private set; }

    /// <summary>True once a refused credential has been replaced, which happens once in a call.</summary>
    public bool CredentialReplaced { get; set; }

    /// <summary>What no error of this call may show.</summary>
    public Secrets Secrets { get; }

    /// <summary>The caller's cancellation.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Cancelled when the client is closed.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Cancelled when the call must end, for whichever reason.</summary>
    public CancellationToken Token => _ending.Token;

    public void CountAttempt() => Attempts++;

    public void Dispose() => _ending.Dispose();
}
