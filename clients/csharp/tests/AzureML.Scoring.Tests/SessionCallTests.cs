using System.Text.Json;

namespace AzureML.Scoring.Tests;

public sealed class SessionCallTests
{
    private const string ScoreParams = """{"client":"c","rows":[[1,2]]}""";

    [Fact]
    public async Task Scoring_rows_returns_predictions()
    {
        await using var server = new RawServer(RawServer.Reply("[217.67978776218715, -0.0, 5e-324]"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri(), ""","key":"abc","application":"app/1" """);
        JsonElement answer = await session.AskAsync("score", ScoreParams);
        Assert.Equal("[217.67978776218715,-0.0,5E-324]", answer.GetProperty("result").GetProperty("predictions").GetRawText());
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal(("""{"data":[[1,2]]}""", "Bearer abc"), (request.Text, request.Header("Authorization")));
        Assert.StartsWith("app/1 ", request.Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_is_sent_unchanged_and_its_prediction_is_written_on_one_line()
    {
        await using var server = new RawServer(RawServer.Reply("{\n \"n\": 12345678901234567890123\r\n}"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        JsonElement answer = await session.AskAsync("score", """{"client":"c","payload":{"a": 1.0}}""");
        Assert.Equal("""{"n":12345678901234567890123}""", answer.GetProperty("result").GetProperty("predictions").GetRawText());
        Assert.Equal("""{"a": 1.0}""", Assert.Single(server.Requests).Text);
    }

    [Fact]
    public async Task Bytes_health_and_swagger_are_answered()
    {
        await using var server = new RawServer(RawServer.Reply("{\"a\": 1.50}"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        Assert.Equal("""{"a":1.50}""", (await session.AskAsync("score", """{"client":"c","body":"AP8=","contentType":"image/x"}""")).GetProperty("result").GetProperty("predictions").GetRawText());
        JsonElement healthy = await session.AskAsync("health", """{"client":"c"}""");
        Assert.Equal("response", Assert.Single(healthy.GetProperty("result").EnumerateObject()).Name);
        Assert.Equal("""{"a":1.50}""", (await session.AskAsync("swagger", """{"client":"c"}""")).GetProperty("result").GetProperty("document").GetRawText());
        Assert.Equal([0, 255], server.Requests.First().Body);
    }

    [Theory]
    [InlineData("""{"client":"c","body":"A","contentType":"image/x"}""")]
    [InlineData("""{"client":"c","body":"AP8="}""")]
    [InlineData("""{"client":"c","body":"AP8=","contentType":"image/x","payload":1}""")]
    public async Task Bytes_need_base64_and_a_content_type(string parameters)
    {
        using var session = new ToolProcess("session");
        await session.OpenAsync("http://127.0.0.1:9/score");
        Assert.Equal(-32602, (await session.AskAsync("score", parameters)).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_result_says_of_the_reply_what_the_response_of_the_client_does()
    {
        await using var server = new RawServer(RawServer.Reply("{\"a\": 1}", "203 X", "x-ms-request-id: r-abc"));
        await using var plain = new RawServer(RawServer.Reply("[1]"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri(), ""","key":"abc" """);
        string[] responses =
        [
            ResponseIn(await session.AskAsync("score", """{"client":"c","payload":1}""")),
            ResponseIn(await session.AskAsync("score", """{"client":"c","body":"AP8=","contentType":"image/x"}""")),
            ResponseIn(await session.AskAsync("health", """{"client":"c"}""")),
            ResponseIn(await session.AskAsync("swagger", """{"client":"c"}""")),
        ];
        Assert.Equal(server.Requests.Select(request => $$"""{"status":203,"attempts":1,"clientRequestId":"{{SentId(request)}}","requestId":"r-***"}"""), responses);
        await session.AskAsync("close", """{"client":"c"}""");
        await session.OpenAsync(plain.Uri());
        JsonElement answer = await session.AskAsync("score", ScoreParams);
        Assert.Equal($$"""{"status":200,"attempts":1,"clientRequestId":"{{SentId(Assert.Single(plain.Requests))}}"}""", ResponseIn(answer));
    }

    [Theory]
    [InlineData("score", ""","rows":[[1]]""")]
    [InlineData("score", ""","payload":1""")]
    [InlineData("score", ""","body":"AP8=","contentType":"image/x" """)]
    [InlineData("health", "")]
    [InlineData("swagger", "")]
    public async Task The_options_of_a_message_count_for_its_call_alone(string method, string input)
    {
        await using var server = new RawServer(RawServer.Reply("", "503 X", "retry-after-ms: 1"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        async Task<int> Attempts(string options) => ErrorDataIn(await session.AskAsync(method, $$"""{"client":"c"{{input}}{{options}}}""")).GetProperty("attempts").GetInt32();
        Assert.Equal(2, await Attempts(""","options":{"retries":1,"attemptTimeoutSeconds":30,"overallTimeoutSeconds":30.5,"other":[]}"""));
        Assert.Equal(1, await Attempts(""","options":{}"""));
        Assert.Equal(1, await Attempts(""));
    }

    [Theory]
    [InlineData("attemptTimeoutSeconds", "no complete reply within 0.001 s")]
    [InlineData("overallTimeoutSeconds", "no prediction within 0.001 s")]
    public async Task A_limit_of_a_message_ends_its_call(string limit, string message)
    {
        await using var server = new RawServer(RawServer.Hang);
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        JsonElement data = ErrorDataIn(await session.AskAsync("score", $$$"""{"client":"c","rows":[[1]],"options":{"{{{limit}}}":0.001}}"""));
        Assert.Equal(("timeout", message), (data.GetProperty("kind").GetString(), data.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData(""" "retries":-1 """)]
    [InlineData(""" "retries":1.5 """)]
    [InlineData(""" "retries":true """)]
    [InlineData(""" "retries":null """)]
    [InlineData(""" "attemptTimeoutSeconds":0 """)]
    [InlineData(""" "attemptTimeoutSeconds":"1" """)]
    [InlineData(""" "overallTimeoutSeconds":-1 """)]
    [InlineData(""" "overallTimeoutSeconds":1e999 """)]
    [InlineData(""" "overallTimeoutSeconds":null """)]
    public async Task An_invalid_option_is_a_configuration_error_with_nothing_sent(string option)
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        JsonElement answer = await session.AskAsync("score", $$$"""{"client":"c","rows":[[1]],"options":{{{{option}}}}}""");
        JsonElement data = ErrorDataIn(answer);
        Assert.Equal(-32000, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(("configuration", 0), (data.GetProperty("kind").GetString(), data.GetProperty("attempts").GetInt32()));
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Options_that_are_not_an_object_are_invalid_params(string options)
    {
        using var session = new ToolProcess("session");
        await session.OpenAsync("http://127.0.0.1:9/score");
        foreach (string method in (string[])["score", "health", "swagger"])
        {
            JsonElement answer = await session.AskAsync(method, $$"""{"client":"c","payload":1,"options":{{options}}}""");
            Assert.Equal(-32602, answer.GetProperty("error").GetProperty("code").GetInt32());
        }
    }

    [Fact]
    public async Task An_error_from_the_library_is_answered_with_its_fields()
    {
        await using var server = new RawServer(RawServer.Reply("no", "503 X", "x-request-id: r"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        JsonElement error = (await session.AskAsync("score", ScoreParams)).GetProperty("error");
        Assert.Equal((-32000, "HTTP 503"), (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()));
        JsonElement data = error.GetProperty("data");
        Assert.Equal(("service", "r", "no", 503), (data.GetProperty("kind").GetString(), data.GetProperty("requestId").GetString(), data.GetProperty("body").GetString(), data.GetProperty("status").GetInt32()));
        Assert.DoesNotContain(data.EnumerateObject(), member => member.Value.ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Calls_overlap()
    {
        var both = new TaskCompletionSource();
        int waiting = 0;
        await using var server = new RawServer(async (stream, stop) =>
        {
            if (Interlocked.Increment(ref waiting) == 2)
            {
                both.SetResult();
            }

            await both.Task.WaitAsync(stop);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(RawServer.Reply("[1]")), stop);
        });
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        await session.SendAsync("score", 5, ScoreParams);
        await session.SendAsync("score", 6, ScoreParams);
        int[] ids = [IdOf(await session.ReceiveAsync()), IdOf(await session.ReceiveAsync())];
        Assert.Equal([5, 6], ids.Order());
    }

    [Fact]
    public async Task A_cancelled_call_is_answered_as_cancelled()
    {
        await using var server = new RawServer(RawServer.Hang);
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        await session.SendAsync("score", 5, ScoreParams);
        await server.Received.WaitAsync(Make.Stop);
        await session.SendAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":99}}""");
        await session.SendAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":5}}""");
        JsonElement answer = Make.Json(await session.ReceiveAsync());
        JsonElement data = answer.GetProperty("error").GetProperty("data");
        Assert.Equal((5, "cancelled", 1), (answer.GetProperty("id").GetInt32(), data.GetProperty("kind").GetString(), data.GetProperty("attempts").GetInt32()));
        Assert.Equal(3, data.GetPropertyCount());
    }

    [Fact]
    public async Task A_line_may_be_very_long()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        string row = "[" + string.Join(',', Enumerable.Repeat("0.12345678901234568", 10)) + "]";
        string rows = string.Join(',', Enumerable.Repeat(row, 5000));
        JsonElement answer = await session.AskAsync("score", $$"""{"client":"c","rows":[{{rows}}]}""");
        Assert.Equal("[1]", answer.GetProperty("result").GetProperty("predictions").GetRawText());
        Assert.Equal(rows.Length + """{"data":[]}""".Length, Assert.Single(server.Requests).Body.Length);
    }

    private static string ResponseIn(JsonElement answer) => answer.GetProperty("result").GetProperty("response").GetRawText();

    private static JsonElement ErrorDataIn(JsonElement answer) => answer.GetProperty("error").GetProperty("data");

    private static string? SentId(ReceivedRequest request) => request.Header("x-ms-client-request-id");

    private static int IdOf(string line) => Make.Json(line).GetProperty("id").GetInt32();
}
