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

/// <summary>No key or one.</summary>
internal sealed class KeyCredential(params ScoringKey[] keys) : ICredential
{
    public Secrets Secrets { get; } = new([.. keys.Select(key => key.Value)]);

    public ValueTask<ScoringKey?> CurrentAsync(CancellationToken cancellationToken) => ValueTask.FromResult(keys.FirstOrDefault());

    public ValueTask<ScoringKey?> AfterRefusalAsync(ScoringKey refused, CancellationToken cancellationToken) => ValueTask.FromResult<ScoringKey?>(null);
}
