namespace AzureML.Scoring;

/// <summary>The time limit of one attempt. It runs from <see cref="Start"/> on, and remembers that it was it that fired.</summary>
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

    /// <summary>Cancelled by the limit, by the caller or by the client's end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True once the limit was reached.</summary>
    public bool Expired => _expired;

    /// <summary>Starts the clock; called when the first byte is about to be sent.</summary>
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
            // The attempt ended while the timer fired.
        }
    }
}
