using System.Text;

namespace AzureML.Scoring.Tests;

public sealed class ReplyLimitTests
{
    [Theory]
    [InlineData("200 OK", ScoringErrorKind.ResponseFormat)]
    [InlineData("503 X", ScoringErrorKind.Service)]
    public async Task A_reply_over_the_limit_is_an_error_with_its_first_bytes(string status, ScoringErrorKind kind)
    {
        await using var server = new RawServer(RawServer.Reply(new string('1', 300_000), status));
        using ScoringClient client = Limited(server, 100_000);
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((kind, int.Parse(status[..3], null), 65_536), (error.Kind, error.Status, error.Body!.Length));
        await server.Closed.WaitAsync(Make.Stop); // and not drained
    }

    [Theory]
    [InlineData("[1,2]", 5)]
    [InlineData("[1,2]", 1 << 30)]
    [InlineData("[1,2]", long.MaxValue)]
    public async Task A_reply_within_the_limit_is_read(string body, long limit)
    {
        await using var server = new RawServer(RawServer.Reply(body));
        using ScoringClient client = Limited(server, limit);
        double[] predictions = await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Equal([1, 2], predictions);
    }

    [Theory]
    [InlineData("200 OK")]
    [InlineData("500 X")]
    public async Task A_reply_without_end_is_not_read_to_its_end(string status)
    {
        byte[] chunk = Encoding.ASCII.GetBytes($"2000\r\n{new string('x', 0x2000)}\r\n");
        await using var server = new RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n"), stop);
            while (true)
            {
                await stream.WriteAsync(chunk, stop);
            }
        });
        using ScoringClient client = Limited(server, 1 << 20);
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop).WaitAsync(TimeSpan.FromSeconds(30), Make.Stop));
        Assert.Equal(65_536, error.Body!.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_that_is_not_positive_is_refused(long limit)
    {
        ScoringException error = Assert.Throws<ScoringException>(
            () => new ScoringClient(new ScoringClientOptions { ScoringUri = "http://h/", ReplyLimit = limit, Environment = _ => null }));
        Assert.Equal(ScoringErrorKind.Configuration, error.Kind);
    }

    [Theory]
    [InlineData(7, 100, 7, false)]
    [InlineData(7, 7, 7, false)]
    [InlineData(7, 6, 6, true)]
    [InlineData(0, 1, 0, false)]
    [InlineData(70_000, 100_000, 20_000, false)]
    public async Task Only_what_is_needed_of_a_body_is_held(int length, long limit, int held, bool tooLong)
    {
        using var stream = new MemoryStream(new byte[length]);
        foreach (long? declared in new long?[] { null, 0, length, 1 << 30 })
        {
            stream.Position = 0;
            ReplyBody body = await ReplyBody.ReadAsync(stream, declared, keep: 20_000, limit, Make.Stop);
            Assert.Equal((held, tooLong), (body.Kept.Length, body.TooLong));
            Assert.True(tooLong || body.Length == length);
        }
    }

    private static ScoringClient Limited(RawServer server, long limit) =>
        new(new ScoringClientOptions { ScoringUri = server.Uri(), ReplyLimit = limit, Environment = _ => null });
}
