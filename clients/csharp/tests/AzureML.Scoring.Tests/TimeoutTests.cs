using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace AzureML.Scoring.Tests;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.3);

    // Long enough for a busy machine. A timeout that does not work would otherwise hang the test.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n[")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: 1000000\r\n\r\n")]
    public async Task A_slow_reply_is_aborted_at_the_limit(string beginning)
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning.Length > 0 ? beginning : "H"), stop);
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
                await stream.WriteAsync(beginning.Length > 0 ? "1"u8.ToArray() : [], stop);
            }
        });
        using ScoringClient client = Make.Client(server.Uri(), attemptTimeout: Short);
        long start = Stopwatch.GetTimestamp();
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop).WaitAsync(MaxWait, Make.Stop));
        Assert.Equal((ScoringErrorKind.Timeout, 1, null), (error.Kind, error.Attempts, error.Status));
        Assert.InRange(Stopwatch.GetElapsedTime(start), Short / 2, MaxWait);
    }

    [Fact]
    public async Task The_attempt_timeout_uses_the_clients_clock()
    {
        var clock = new FakeTimeProvider();
        await using var server = new RawServer(RawServer.Hang);
        using ScoringClient client = Make.Client(server.Uri(), attemptTimeout: TimeSpan.FromSeconds(60), clock: clock);
        Task<double[]> call = client.ScoreAsync(Make.Rows, Make.Stop);
        await server.Received.WaitAsync(Make.Stop);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => call.WaitAsync(MaxWait, Make.Stop));
        Assert.Equal((ScoringErrorKind.Timeout, "no complete reply within 60 s"), (error.Kind, error.Message));
    }

    [Fact]
    public async Task The_overall_timeout_ends_an_attempt()
    {
        var clock = new FakeTimeProvider();
        await using var server = new RawServer(RawServer.Hang);
        using var client = new ScoringClient(new ScoringClientOptions { ScoringUri = server.Uri(), AttemptTimeout = TimeSpan.FromSeconds(400), TimeProvider = clock, Environment = _ => null });
        Task<double[]> call = client.ScoreAsync(Make.Rows, Make.Stop);
        await server.Received.WaitAsync(Make.Stop);
        clock.Advance(TimeSpan.FromSeconds(300));
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => call.WaitAsync(MaxWait, Make.Stop));
        Assert.Equal((ScoringErrorKind.Timeout, "no prediction within 300 s", 1), (error.Kind, error.Message, error.Attempts));
        Assert.NotNull(error.ClientRequestId);
    }

    [Fact]
    public async Task Making_a_connection_has_a_separate_limit()
    {
        // The TLS handshake is never answered: the server reads its bytes as the head of a request.
        await using var server = new RawServer(RawServer.Hang);
        string uri = server.Uri().Replace("http:", "https:", StringComparison.Ordinal);
        using ScoringClient client = Make.Client(uri, attemptTimeout: TimeSpan.FromMilliseconds(1), connectTimeout: Short);
        long start = Stopwatch.GetTimestamp();
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop).WaitAsync(MaxWait, Make.Stop));
        Assert.Equal((ScoringErrorKind.Timeout, 1, "no connection within 0.3 s"), (error.Kind, error.Attempts, error.Message));
        Assert.InRange(Stopwatch.GetElapsedTime(start), Short / 2, MaxWait);
    }

    [Fact]
    public async Task A_cancelled_call_is_not_reported_as_a_timeout()
    {
        await using var server = new RawServer(RawServer.Hang);
        using ScoringClient client = Make.Client(server.Uri());
        using var caller = new CancellationTokenSource();
        Task<double[]> call = client.ScoreAsync(Make.Rows, caller.Token);
        await server.Received.WaitAsync(Make.Stop);
        await caller.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(MaxWait, Make.Stop));
        Assert.Equal(caller.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_call_cancelled_before_it_starts_sends_nothing()
    {
        await using var server = new RawServer(RawServer.Hang);
        using ScoringClient client = Make.Client(server.Uri());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ScoreAsync(Make.Rows, new CancellationToken(canceled: true)));
        Assert.Equal(0, server.Connections);
    }
}
