namespace AzureML.Scoring.Tests;

public sealed class OperationTests
{
    [Theory]
    [InlineData("/score", "/")]
    [InlineData("/api/v1/service/x/score?api-version=1", "/api/v1/service/x/")]
    [InlineData("/a%2f//score/score", "/a%2f//score/")]
    public async Task Health_and_swagger_are_asked_for_at_the_root(string scoring, string root)
    {
        await using var server = new RawServer(RawServer.Reply("{}"));
        using ScoringClient client = Make.Client(server.Uri(scoring), key: "abc");
        await client.HealthAsync(Make.Stop);
        Assert.Equal("{}", (await client.SwaggerAsync(Make.Stop)).GetRawText());
        ReceivedRequest[] requests = [.. server.Requests];
        Assert.Equal([$"GET {root} HTTP/1.1", $"GET {root}swagger.json HTTP/1.1"], requests.Select(request => request.RequestLine));
        Assert.Equal(["*/*", "application/json"], requests.Select(request => request.Header("Accept")));
        Assert.All(requests, request => Assert.Equal(("Bearer abc", null, ""), (request.Header("Authorization"), request.Header("Content-Type"), request.Text)));
        Assert.All(requests, request => Assert.NotNull(request.Header("x-ms-client-request-id")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/score/")]
    [InlineData("/Score")]
    [InlineData("/xscore")]
    [InlineData("/x?/score")]
    public async Task A_service_whose_root_is_not_known_is_not_asked(string scoring)
    {
        await using var server = new RawServer(RawServer.Reply("{}"));
        using ScoringClient client = Make.Client(server.Uri(scoring));
        Func<Task>[] calls = [() => client.HealthAsync(Make.Stop), () => client.SwaggerAsync(Make.Stop)];
        foreach (Func<Task> call in calls)
        {
            ScoringException error = await Assert.ThrowsAsync<ScoringException>(call);
            Assert.Equal((ScoringErrorKind.Configuration, 0, 0), (error.Kind, error.Attempts, server.Connections));
        }
    }

    [Theory]
    [InlineData("200 OK", "<html>")]
    [InlineData("204 No Content", "")]
    public async Task Any_2xx_reply_is_healthy(string status, string body)
    {
        await using var server = new RawServer(RawServer.Reply(body, status));
        using ScoringClient client = Make.Client(server.Uri());
        await client.HealthAsync(Make.Stop);
    }

    [Theory]
    [InlineData("[]", "the reply is not an object")]
    [InlineData("5", "the reply is not an object")]
    [InlineData("\"{}\"", "the reply is a JSON string, which is not a prediction")]
    [InlineData("{", "the reply is not JSON")]
    [InlineData("{\"a\": 1e999}", "the reply contains a number outside the range of a double")]
    public async Task A_description_is_an_object(string body, string message)
    {
        await using var server = new RawServer(RawServer.Reply(body));
        using ScoringClient client = Make.Client(server.Uri());
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.SwaggerAsync(Make.Stop));
        Assert.Equal((ScoringErrorKind.ResponseFormat, message, body), (error.Kind, error.Message, error.Body));
    }

    [Fact]
    public async Task A_GET_whose_connection_breaks_is_sent_once_for_each_attempt()
    {
        await using var server = new RawServer((stream, _) =>
        {
            stream.Close();
            return Task.CompletedTask;
        });
        using ScoringClient client = Make.Client(server.Uri());
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.HealthAsync(Make.Stop));
        Assert.Equal((ScoringErrorKind.Connection, 1, 1), (error.Kind, error.Attempts, server.Requests.Count));
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("not a media type")]
    public async Task Bytes_are_sent_as_they_are(string contentType)
    {
        await using var server = new RawServer(RawServer.Reply("{\"label\": 1.50}"));
        using ScoringClient client = Make.Client(server.Uri());
        byte[] bytes = [0, 255, 10, 13, 128];
        Assert.Equal("{\"label\": 1.50}", (await client.ScoreBytesAsync(bytes, contentType, Make.Stop)).GetRawText());
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal(contentType, request.Header("Content-Type"));
        Assert.Equal(bytes, request.Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" image/png")]
    [InlineData("image/png\r\nX: y")]
    [InlineData("imáge/png")]
    public async Task An_invalid_content_type_is_refused(string contentType)
    {
        using ScoringClient client = Make.Client("http://127.0.0.1:9/");
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreBytesAsync(new byte[1], contentType, Make.Stop));
        Assert.Equal((ScoringErrorKind.Configuration, 0), (error.Kind, error.Attempts));
    }
}
