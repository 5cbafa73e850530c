namespace AzureML.Scoring;

/// <summary>Decides what proves to the service who calls. Thread-safe; a lock is never held while a caller waits.</summary>
internal interface ICredential
{
    /// <summary>Everything that must not appear in an error.</summary>
    Secrets Secrets { get; }

    /// <summary>What to send now; null: nothing.</summary>
    ValueTask<ScoringKey?> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>What to send instead of a credential that the service refused; null: there is nothing else to try.</summary>
    ValueTask<ScoringKey?> AfterRefusalAsync(ScoringKey refused, CancellationToken cancellationToken);
}

/// <summary>No key, one, or two. Of two, one is sent until the service refuses it, then the other one.</summary>
internal sealed class KeyCredential(params ScoringKey[] keys) : ICredential
{
    private int _current;

    public Secrets Secrets { get; } = new([.. keys.Select(key => key.Value)]);

    public ValueTask<ScoringKey?> CurrentAsync(CancellationToken cancellationToken) => ValueTask.FromResult(keys.ElementAtOrDefault(Volatile.Read(ref _current)));

    public ValueTask<ScoringKey?> AfterRefusalAsync(ScoringKey refused, CancellationToken cancellationToken)
    {
        if (keys.Length < 2)
        {
            return ValueTask.FromResult<ScoringKey?>(null);
        }

        // If another call has changed the key in the meantime, it is not changed back.
        int index = Array.IndexOf(keys, refused);
        Interlocked.CompareExchange(ref _current, 1 - index, index);
        return ValueTask.FromResult<ScoringKey?>(keys[1 - index]);
    }
}
