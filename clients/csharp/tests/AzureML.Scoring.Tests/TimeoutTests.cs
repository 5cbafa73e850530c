using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace AzureML.Scoring.Tests;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.3);

    // Generous: a busy machine may be late, but a limit that does not work never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n[")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: 1000000\r\n\r\n")]
    public async Task A_reply_that_trickles_is_cut_at_the_limit(string beginning)
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning.Length > 0 ? beginning : "H"), stop);
            while (true)
            {
                await Task.Delay(20, stop);
                await stream.WriteAsync(beginning.Length > 0 ? "1"u8.ToArray() : [], stop);
            }
        });
        using ScoringClient client = Make.Client(server.Uri(), attemptTimeout: Short);
        long start = Stopwatch.GetTimestamp();
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop).WaitAsync(Patience, Make.Stop));
        Assert.Equal((ScoringErrorKind.Timeout, 1, null), (error.Kind, error.Attempts, error.Status));
        Assert.InRange(Stopwatch.GetElapsedTime(start), Short / 2, Patience);
    }

    [Fact]
    public async Task The_attempts_limit_runs_on_the_clients_clock()
    {
        var clock = new FakeTimeProvider();
        await using var server = new RawServer(RawServer.Hang);
        using ScoringClient client = Make.Client(server.Uri(), attemptTimeout: TimeSpan.FromSeconds(60), clock: clock);
        Task<double[]> call = client.ScoreAsync(Make.Rows, Make.Stop);
        await server.Received.WaitAsync(Make.Stop);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => call.WaitAsync(Patience, Make.Stop));
        Assert.Equal((ScoringErrorKind.Timeout, "No whole reply came within 60 s."), (error.Kind, error.Message));
    }

    [Fact]
    public async Task Making_a_connection_has_a_limit_of_its_own()
    {
        // A TLS handshake that is never answered; the server takes its bytes for the head of a request.
        await using var server = new RawServer(RawServer.Hang);
        string uri = server.Uri().Replace("http:", "https:", StringComparison.Ordinal);
        using ScoringClient client = Make.Client(uri, attemptTimeout: TimeSpan.FromMilliseconds(1), connectTimeout: Short);
        long start = Stopwatch.GetTimestamp();
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop).WaitAsync(Patience, Make.Stop));
        Assert.Equal((ScoringErrorKind.Timeout, 1, "No connection was made within 0.3 s."), (error.Kind, error.Attempts, error.Message));
        Assert.InRange(Stopwatch.GetElapsedTime(start), Short / 2, Patience);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_and_not_a_timeout()
    {
        await using var server = new RawServer(RawServer.Hang);
        using ScoringClient client = Make.Client(server.Uri());
        using var caller = new CancellationTokenSource();
        Task<double[]> call = client.ScoreAsync(Make.Rows, caller.Token);
        await server.Received.WaitAsync(Make.Stop);
        await caller.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience, Make.Stop));
        Assert.Equal(caller.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_sends_nothing()
    {
        await using var server = new RawServer(RawServer.Hang);
        using ScoringClient client = Make.Client(server.Uri());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ScoreAsync(Make.Rows, new CancellationToken(canceled: true)));
        Assert.Equal(0, server.Connections);
    }
}
