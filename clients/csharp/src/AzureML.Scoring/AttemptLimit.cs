namespace AzureML.Scoring;

/// <summary>The time limit of one attempt. It runs from <see cref="Start"/> on and records whether it was reached.</summary>
internal sealed class AttemptLimit : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _source;
    private volatile bool _expired;
    private ITimer? _timer;

    public AttemptLimit(TimeSpan limit, TimeProvider clock, CancellationToken caller, CancellationToken closed)
    {
        _limit = limit;
        _clock = clock;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller, closed);
    }

    /// <summary>Cancelled when the limit is reached, the caller cancels or the client is closed.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True once the limit has been reached.</summary>
    public bool Expired => _expired;

    /// <summary>Starts the timer; called when the first byte is about to be sent.</summary>
    public void Start() => _timer ??= _clock.CreateTimer(static state => ((AttemptLimit)state!).Expire(), this, _limit, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer?.Dispose();
        _source.Dispose();
    }

    private void Expire()
    {
        _expired = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended just as the timer fired.
        }
    }
}
