using System.Text.Json;

namespace AzureML.Scoring.Tests;

/// <summary>Helpers that most tests need.</summary>
internal static class Make
{
    public static readonly double[][] Rows = [[1, 2], [3, 4]];

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Creates a client that does not read the environment.</summary>
    public static ScoringClient Client(string uri, string? key = null, TimeSpan? attemptTimeout = null, TimeSpan? connectTimeout = null, TimeProvider? clock = null) =>
        new(
            new ScoringClientOptions
            {
                ScoringUri = uri,
                Key = key is null ? null : new ScoringKey(key),
                AttemptTimeout = attemptTimeout ?? TimeSpan.FromSeconds(60),
                ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(10),
                Retries = 0,
                TimeProvider = clock ?? TimeProvider.System,
                Environment = static _ => null,
            });

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    /// <summary>Makes a call that gets this answer, and returns its error.</summary>
    public static async Task<ScoringException> ErrorOf(string answer, string? key = null, TimeProvider? clock = null)
    {
        await using var server = new RawServer(answer);
        using ScoringClient client = Client(server.Uri(), key, clock: clock);
        return await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Rows, Stop));
    }
}
