using System.Collections.Concurrent;

namespace AzureML.Scoring.Tests;

public sealed class OnRetryTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentQueue<ScoringRetry> _retries = [];

    [Fact]
    public async Task Each_further_attempt_is_reported()
    {
        await using var server = new RawServer(RawServer.Reply("", "503 X", "retry-after-ms: 1"));
        using ScoringClient client = Client(server.Uri(), _retries.Enqueue);
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal(
            [new ScoringRetry(error.ClientRequestId!, 1, "HTTP 503", Millisecond), new ScoringRetry(error.ClientRequestId!, 2, "HTTP 503", Millisecond)],
            _retries);
    }

    [Fact]
    public async Task A_call_that_succeeds_at_once_is_not_reported()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Client(server.Uri(), _retries.Enqueue);
        await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Empty(_retries);
    }

    [Theory]
    [InlineData(ScoringErrorKind.Timeout, "timeout")]
    [InlineData(ScoringErrorKind.Connection, "connection")]
    public async Task A_failure_is_reported_by_its_kind(ScoringErrorKind kind, string outcome)
    {
        using Call call = FakeExchange.Call();
        var inner = new FakeExchange(new Failure(kind, "x", new IOException()), FakeExchange.Reply(200));
        await new Retrying(inner, (_, _) => Task.CompletedTask, () => 1, _retries.Enqueue).SendAsync(FakeExchange.Request, call);
        Assert.Equal([new ScoringRetry(call.ClientRequestId, 1, outcome, TimeSpan.FromSeconds(0.8))], _retries);
    }

    [Fact]
    public async Task What_the_observer_throws_does_not_change_the_result()
    {
        await using var server = new RawServer(RawServer.Reply("", "503 X", "retry-after-ms: 1"));
        using ScoringClient client = Client(server.Uri(), _ => throw new InvalidOperationException("the log is full"));
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((503, 3), (error.Status, error.Attempts));
    }

    private static ScoringClient Client(string uri, Action<ScoringRetry> onRetry) =>
        new(new ScoringClientOptions { ScoringUri = uri, Retries = 2, OnRetry = onRetry, Environment = _ => null });
}
