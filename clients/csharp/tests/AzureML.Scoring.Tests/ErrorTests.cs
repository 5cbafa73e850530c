using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace AzureML.Scoring.Tests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(401, false, ScoringErrorKind.Authentication)]
    [InlineData(403, false, ScoringErrorKind.Authentication)]
    [InlineData(429, false, ScoringErrorKind.Throttled)]
    [InlineData(424, false, ScoringErrorKind.Model)]
    [InlineData(500, true, ScoringErrorKind.Model)]
    [InlineData(400, true, ScoringErrorKind.Model)]
    [InlineData(500, false, ScoringErrorKind.Service)]
    [InlineData(404, false, ScoringErrorKind.Service)]
    [InlineData(503, false, ScoringErrorKind.Service)]
    [InlineData(302, false, ScoringErrorKind.Service)]
    public async Task The_kind_depends_on_status_and_header(int status, bool functionFailed, ScoringErrorKind kind)
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply("", $"{status} X", $"x-ms-run-function-failed: {functionFailed}"));
        Assert.Equal((kind, status, $"HTTP {status}", "", 1), (error.Kind, error.Status, error.Message, error.Body, error.Attempts));
    }

    [Fact]
    public async Task The_fields_come_from_the_reply()
    {
        const string Body = """{"message": "no room", "status_code": 424}""";
        await using var server = new RawServer(RawServer.Reply(
            Body, "424 X", "ms-azureml-model-error-statuscode: 503", "ms-azureml-model-error-reason: model_not_ready", "x-ms-request-id: r1", "x-request-id: r2", "Retry-After: 1.5"));
        using ScoringClient client = Make.Client(server.Uri());
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((503, "model_not_ready", "r1", TimeSpan.FromSeconds(1.5)), (error.ModelStatus, error.ModelReason, error.RequestId, error.RetryAfter));
        Assert.Equal(("no room", Body, Assert.Single(server.Requests).Header("x-ms-client-request-id")), (error.Message, error.Body, error.ClientRequestId));
    }

    [Fact]
    public async Task A_field_whose_header_is_missing_or_invalid_is_null()
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply("", "500 X", "ms-azureml-model-error-statuscode: many", "x-ms-request-id: ", "x-request-id: r2"));
        Assert.Equal((null, null, "r2", null), (error.ModelStatus, error.ModelReason, error.RequestId, error.RetryAfter));
    }

    [Fact]
    public async Task A_date_in_Retry_After_is_compared_with_the_clients_clock()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        ScoringException error = await Make.ErrorOf(RawServer.Reply("", "503 X", "Retry-After: Tue, 24 Nov 2026 12:00:07 GMT"), clock: clock);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
    }

    [Theory]
    [InlineData("""{"message": 5}""")]
    [InlineData("""["message"]""")]
    [InlineData("""{"message": ""}""")]
    [InlineData("<html>message</html>")]
    public async Task The_message_is_the_status_if_the_body_contains_none(string body)
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply(body, "502 X"));
        Assert.Equal(("HTTP 502", body), (error.Message, error.Body));
    }

    [Theory]
    [InlineData("""{"message": "a\ud800b"}""", "a\ufffdb")]
    [InlineData("""{"message": "\\ud800 \udfff\ud83d\ude00\""}""", "\\ud800 \ufffd\ud83d\ude00\"")]
    public async Task An_unpaired_surrogate_in_a_message_is_replaced(string body, string message)
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply(body, "502 X"));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("099")]
    [InlineData("-500")]
    [InlineData("+500")]
    [InlineData("0500")]
    [InlineData("99999999999")]
    public async Task An_invalid_model_status_is_null(string status)
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply("", "424 X", $"ms-azureml-model-error-statuscode: {status}"));
        Assert.Null(error.ModelStatus);
    }

    [Fact]
    public async Task The_error_for_a_2xx_reply_without_a_prediction_has_its_status_and_body()
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply("<html>", "203 X", "Content-Type: text/html; charset=x; charset=y"));
        Assert.Equal((ScoringErrorKind.ResponseFormat, 203, "<html>", "the reply is not JSON", 1), (error.Kind, error.Status, error.Body, error.Message, error.Attempts));
    }

    [Fact]
    public async Task The_content_type_of_a_reply_is_ignored()
    {
        await using var server = new RawServer(RawServer.Reply("[\"é\"]", "200 OK", "Content-Type: text/plain; charset=latin1; charset=none").Replace("é", "\u00c3\u00a9", StringComparison.Ordinal));
        using ScoringClient client = Make.Client(server.Uri());
        Assert.Equal("é", (await client.ScorePayloadAsync(Make.Json("1"), Make.Stop))[0].GetString());
    }

    [Fact]
    public async Task A_redirect_is_an_error_and_is_not_followed()
    {
        await using var elsewhere = new RawServer(RawServer.Reply("[1]"));
        ScoringException error = await Make.ErrorOf(RawServer.Reply("", "307 X", $"Location: {elsewhere.Uri()}"), key: "abc");
        Assert.Equal((ScoringErrorKind.Service, 307, 0), (error.Kind, error.Status, elsewhere.Connections));
    }

    [Fact]
    public async Task A_refused_connection_counts_as_one_attempt()
    {
        var gone = new RawServer("");
        string uri = gone.Uri();
        await gone.DisposeAsync();
        using ScoringClient client = Make.Client(uri);
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((ScoringErrorKind.Connection, 1, null, null), (error.Kind, error.Attempts, error.Status, error.Body));
        Assert.NotNull(error.ClientRequestId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[1, 2")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n")]
    [InlineData("this is not HTTP\r\n\r\n")]
    [InlineData("HTTP/1.1 101 X\r\n\r\n")]
    [InlineData("HTTP/1.1 000 X\r\nContent-Length: 3\r\n\r\n[1]")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n[1]")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: three\r\n\r\n[1]")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n[1]")]
    public async Task An_incomplete_or_malformed_reply_is_a_connection_error(string answer)
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
            stream.Close();
        });
        using ScoringClient client = Make.Client(server.Uri());
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((ScoringErrorKind.Connection, 1, 1), (error.Kind, error.Attempts, server.Requests.Count));
    }

    [Fact]
    public async Task The_body_of_an_error_is_truncated_to_65536_bytes()
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply(new string('x', 70_000), "500 X"));
        Assert.Equal(65_536, error.Body!.Length);
    }

    [Fact]
    public async Task A_message_is_looked_for_only_in_a_body_that_is_kept_whole()
    {
        string body = """{"message": "long", "rest": """ + $"\"{new string('x', 65_536)}\"}}";
        ScoringException error = await Make.ErrorOf(RawServer.Reply(body, "500 X"));
        Assert.Equal(("HTTP 500", 65_536), (error.Message, error.Body!.Length));
    }

    [Theory]
    [InlineData("""{"detail": "d", "error": "e", "message": "m"}""", "m")]
    [InlineData("""{"error": "e", "detail": "d", "message": ""}""", "d")]
    [InlineData("""{"error": "e", "detail": [{"msg": "x"}]}""", "e")]
    [InlineData("""{"error": {"code": "c", "message": "m"}}""", "m")]
    [InlineData("""{"error": {"message": 5}}""", "HTTP 500")]
    [InlineData("""{"error": ""}""", "HTTP 500")]
    public async Task The_message_is_in_message_or_detail_or_error(string body, string message)
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply(body, "500 X"));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task A_101_ends_the_call_at_once()
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"u8.ToArray(), stop);
            await RawServer.Hang(stream, stop);
        });
        using ScoringClient client = Make.Client(server.Uri());
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop).WaitAsync(TimeSpan.FromSeconds(20), Make.Stop));
        Assert.Equal((ScoringErrorKind.Connection, null), (error.Kind, error.Status));
    }

    [Fact]
    public async Task An_error_as_text_has_its_cause_and_the_stack()
    {
        ScoringException error = await Make.ErrorOf("this is not HTTP\r\n\r\n");
        string text = error.ToString();
        Assert.Matches("^Connection: [^\n]+client request id [^\n]+\n ---> System.Net.Http.HttpRequestException", text);
        Assert.Contains($"   at AzureML.Scoring.{nameof(ScoringClient)}.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_as_text_is_one_line_with_kind_status_message_and_request_ids()
    {
        var error = new ScoringException(ScoringErrorKind.Throttled, "slow\r\ndown") { Status = 429, RequestId = "r", ClientRequestId = "c", Body = "b" };
        Assert.Equal("Throttled (HTTP 429): slow  down; request id r; client request id c", error.ToString());
    }
}
