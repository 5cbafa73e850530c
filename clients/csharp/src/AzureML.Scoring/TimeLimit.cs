namespace AzureML.Scoring;

/// <summary>A time limit and the cancellations around it as one token. It runs from <see cref="Start"/> on and records whether it was reached.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _source;
    private volatile bool _expired;
    private ITimer? _timer;

    public TimeLimit(TimeSpan limit, TimeProvider clock, params ReadOnlySpan<CancellationToken> cancellations)
    {
        _limit = limit;
        _clock = clock;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellations);
    }

    /// <summary>Cancelled when the limit is reached, or with one of the tokens around it.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True once the limit has been reached.</summary>
    public bool Expired => _expired;

    /// <summary>Starts the timer; later calls have no effect.</summary>
    public void Start() => _timer ??= _clock.CreateTimer(static state => ((TimeLimit)state!).Expire(), this, _limit, Timeout.InfiniteTimeSpan);

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
            // What was limited ended just as the timer fired.
        }
    }
}
