using System.Text.Json;

namespace AzureML.Scoring.Tests;

public sealed class SessionTests
{
    private const string ScoreParams = """{"client":"c","rows":[[1,2]]}""";

    [Fact]
    public async Task Initialize_returns_the_identity_of_the_client()
    {
        using var session = new ToolProcess("session");
        JsonElement result = (await session.AskAsync("initialize", """{"protocolVersion":"1"}""")).GetProperty("result");
        string Text(string name) => result.GetProperty(name).GetString()!;
        Assert.Equal(("1", "azureml-scoring-csharp", "0.1.0", "C#"), (Text("protocolVersion"), Text("name"), Text("version"), Text("language")));
        Assert.StartsWith(".NET ", Text("runtime"), StringComparison.Ordinal);
        Assert.Equal("""["payload","retries","overall-timeout","secondary-key","tls","reply-limit","bytes","health","swagger","call-options","response"]""", result.GetProperty("capabilities").GetRawText());
    }

    [Theory]
    [InlineData(""" "uri":"http://localhost/#x" """)]
    [InlineData(""" "uri":"http://localhost/","key":"" """)]
    [InlineData(""" "uri":5 """)]
    [InlineData(""" "uri":null """)]
    [InlineData(""" "uri":"http://localhost/","key":"\ud800" """)]
    [InlineData(""" "uri":"http://localhost/","application":[] """)]
    [InlineData(""" "uri":"http://localhost/","attemptTimeoutSeconds":"1" """)]
    [InlineData(""" "uri":"http://localhost/","connectTimeoutSeconds":0 """)]
    [InlineData(""" "uri":"http://localhost/","attemptTimeoutSeconds":-1e300 """)]
    [InlineData(""" "uri":"http://localhost/","attemptTimeoutSeconds":1e999 """)]
    [InlineData(""" "uri":"http://localhost/","retries":-1 """)]
    [InlineData(""" "uri":"http://localhost/","retries":1.5 """)]
    [InlineData(""" "uri":"http://localhost/","retries":null """)]
    [InlineData("")]
    public async Task An_invalid_configuration_is_an_error_of_kind_configuration(string config)
    {
        using var session = new ToolProcess("session");
        JsonElement answer = await session.AskAsync("open", $$$"""{"client":"c","config":{{{{config}}}}}""");
        JsonElement data = answer.GetProperty("error").GetProperty("data");
        Assert.Equal(("configuration", 0), (data.GetProperty("kind").GetString(), data.GetProperty("attempts").GetInt32()));
    }

    [Theory]
    [InlineData("{", -32700, "null")]
    [InlineData("", -32700, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"score","params":{"client":"c","rows":[[NaN]]}}""", -32700, "null")]
    [InlineData("[]", -32600, "null")]
    [InlineData("""{"jsonrpc":"1.0","id":7,"method":"initialize"}""", -32600, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":"a","method":5}""", -32600, "\"a\"")]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"initialize"}""", -32600, "null")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"predict"}""", -32601, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"open"}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"open","params":{"client":5,"config":{}}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"open","params":{"client":"d"}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"initialize"}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2"}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"$/cancelRequest","params":{"id":1}}""", -32601, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"\ud800","params":5}""", -32601, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"close","params":{"client":"\ud800"}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"open","params":{"client":"c","config":{"uri":"http://localhost/"}}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"close","params":{"client":"d"}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"d","rows":[]}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"c"}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"c","rows":[1]}}""", -32602, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"c","rows":[["1"]]}}""", -32602, "7")]
    public async Task A_message_that_cannot_be_processed_is_answered_with_the_JSON_RPC_code(string line, int code, string id)
    {
        using var session = new ToolProcess("session");
        await session.OpenAsync("http://127.0.0.1:9/");
        await session.SendAsync(line);
        JsonElement answer = Make.Json(await session.ReceiveAsync());
        Assert.Equal((code, id), (answer.GetProperty("error").GetProperty("code").GetInt32(), answer.GetProperty("id").GetRawText()));
    }

    [Fact]
    public async Task A_message_with_an_id_in_flight_is_refused()
    {
        await using var server = new RawServer(RawServer.Hang);
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        await session.SendAsync("score", 1, ScoreParams);
        await server.Received.WaitAsync(Make.Stop);
        Assert.Equal(-32600, (await session.AskAsync("score", ScoreParams)).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(-32600, (await session.AskAsync("close", ScoreParams)).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task An_id_can_be_reused_once_its_call_is_answered()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        for (int call = 0; call < 100; call++)
        {
            Assert.True((await session.AskAsync("score", ScoreParams)).TryGetProperty("result", out _));
        }
    }

    [Fact]
    public async Task Notifications_other_than_a_valid_cancellation_are_ignored()
    {
        using var session = new ToolProcess("session");
        await session.SendAsync("""{"jsonrpc":"2.0","method":"open","params":{"client":"c","config":{"uri":"http://localhost/"}}}""");
        await session.SendAsync("""{"jsonrpc":"2.0","method":"shutdown"}""");
        await session.SendAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":5}""");
        Assert.Equal(-32602, (await session.AskAsync("close", """{"client":"c"}""")).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_session_does_not_read_the_environment()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var session = new ToolProcess("session", server.Uri(), "environment");
        JsonElement refused = await session.AskAsync("open", """{"client":"d","config":{}}""");
        Assert.Equal("configuration", refused.GetProperty("error").GetProperty("data").GetProperty("kind").GetString());
        await session.OpenAsync(server.Uri());
        await session.AskAsync("score", ScoreParams);
        Assert.Null(Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Closing_a_handle_closes_its_connections_and_allows_its_reuse()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        await session.AskAsync("score", ScoreParams);
        Assert.Equal("{}", (await session.AskAsync("close", """{"client":"c"}""")).GetProperty("result").GetRawText());
        await server.Closed.WaitAsync(Make.Stop);
        Assert.Equal("{}", (await session.OpenAsync(server.Uri())).GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task Shutdown_ends_the_session_at_once_even_with_calls_in_flight()
    {
        await using var server = new RawServer(RawServer.Hang);
        using var session = new ToolProcess("session");
        await session.OpenAsync(server.Uri());
        await session.SendAsync("score", 5, ScoreParams);
        await server.Received.WaitAsync(Make.Stop);
        Assert.Equal("{}", (await session.AskAsync("shutdown", "null")).GetProperty("result").GetRawText());
        Assert.Equal((0, ""), await session.ExitAsync());
    }

    [Fact]
    public async Task The_end_of_the_input_ends_the_session()
    {
        using var session = new ToolProcess("session");
        await session.AskAsync("initialize", """{"protocolVersion":"1"}""");
        session.EndInput();
        Assert.Equal((0, ""), await session.ExitAsync());
    }
}
