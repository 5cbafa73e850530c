namespace AzureML.Scoring.Tests;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Sequential_calls_share_one_connection()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Make.Client(server.Uri());
        for (int i = 0; i < 200; i++)
        {
            await client.ScoreAsync(Make.Rows, Make.Stop);
        }

        Assert.Equal((200, 1), (server.Requests.Count, server.Connections));
    }

    [Theory]
    [InlineData("400 X", 20)]
    [InlineData("503 X", 200_000)]
    [InlineData("200 OK", 200_000)]
    public async Task A_connection_is_reused_after_an_error(string status, int length)
    {
        await using var server = new RawServer(RawServer.Reply(new string('x', length), status));
        using ScoringClient client = Make.Client(server.Uri());
        for (int i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        }

        Assert.Equal((5, 1), (server.Requests.Count, server.Connections));
    }

    [Fact]
    public async Task Many_callers_share_one_client()
    {
        await using var server = new RawServer(RawServer.Reply("[1, 2]"));
        using ScoringClient client = Make.Client(server.Uri());
        double[][] predictions = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => client.ScoreAsync(Make.Rows, Make.Stop))));
        Assert.All(predictions, prediction => Assert.Equal([1.0, 2.0], prediction));
        Assert.Equal(50, server.Requests.Count);
    }

    [Fact]
    public async Task Disposing_of_the_client_closes_its_connections()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        ScoringClient client = Make.Client(server.Uri());
        await client.ScoreAsync(Make.Rows, Make.Stop);
        client.Dispose();
        await server.Closed.WaitAsync(Make.Stop);
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((ScoringErrorKind.Configuration, "the client is closed", 0), (error.Kind, error.Message, error.Attempts));
    }

    [Fact]
    public async Task Disposing_of_the_client_cancels_the_calls_in_flight()
    {
        await using var server = new RawServer(RawServer.Hang);
        ScoringClient client = Make.Client(server.Uri());
        Task<double[]> call = client.ScoreAsync(Make.Rows, Make.Stop);
        await server.Received.WaitAsync(Make.Stop);
        client.Dispose();
        client.Dispose();
        ScoringCanceledException error = await Assert.ThrowsAsync<ScoringCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(20), Make.Stop));
        Assert.Equal(1, error.Attempts);
    }

    [Fact]
    public async Task A_reply_that_comes_while_a_large_body_is_sent_is_not_lost()
    {
        using var listener = new EarlyReply("HTTP/1.1 413 X\r\nContent-Length: 22\r\nConnection: close\r\n\r\n{\"message\":\"too large\"}");
        using ScoringClient client = Make.Client(listener.Uri);
        double[] row = Enumerable.Repeat(0.12345678901234568, 500_000).ToArray();
        for (int call = 0; call < 5; call++)
        {
            ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync([row], Make.Stop));
            Assert.Equal((413, 1), (error.Status, error.Attempts));
        }
    }

    [Fact]
    public async Task A_prediction_that_comes_while_a_large_body_is_sent_is_not_believed()
    {
        using var listener = new EarlyReply("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\n[1]");
        using ScoringClient client = Make.Client(listener.Uri);
        double[] row = Enumerable.Repeat(0.12345678901234568, 500_000).ToArray();
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync([row], Make.Stop));
        Assert.Equal((ScoringErrorKind.Connection, null), (error.Kind, error.Status));
    }
}
