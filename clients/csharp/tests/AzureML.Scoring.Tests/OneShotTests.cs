using System.Text;
using System.Text.Json;

namespace AzureML.Scoring.Tests;

public sealed class OneShotTests
{
    [Fact]
    public async Task The_prediction_is_printed_on_one_line()
    {
        await using var server = new RawServer(RawServer.Reply("{\r\n  \"a b\": [ 1.0,\t-0 ],\n \"c\": \"d \\\" e\"\n}"));
        (int status, string output, string errors) = await ToolProcess.RunAsync("score", Encoding.UTF8.GetBytes("""{"data": [[1, 2]]}"""), server.Uri(), "abc");
        Assert.Equal((0, "{\"a b\":[1.0,-0],\"c\":\"d \\\" e\"}\n", ""), (status, output, errors));
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal(("""{"data": [[1, 2]]}""", "Bearer abc"), (request.Text, request.Header("Authorization")));
    }

    [Fact]
    public async Task A_failed_call_prints_one_line_of_JSON_and_exits_with_status_1()
    {
        await using var server = new RawServer(RawServer.Reply("""{"message": "too\nmany"}""", "429 X", "Retry-After: 2"));
        (int status, string output, string errors) = await ToolProcess.RunAsync("score", [(byte)'1'], server.Uri());
        Assert.Equal((1, ""), (status, output));
        JsonElement error = ErrorIn(errors);
        Assert.Equal(("throttled", "too\nmany", 2.0), (error.GetProperty("kind").GetString(), error.GetProperty("message").GetString(), error.GetProperty("retryAfterSeconds").GetDouble()));
        Assert.Equal(
            ["attempts", "body", "clientRequestId", "kind", "message", "retryAfterSeconds", "status"],
            error.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[NaN]")]
    [InlineData("1 2")]
    [InlineData("[1e999]")]
    [InlineData("[\"\u00ff\"]")]
    public async Task Input_that_is_not_valid_is_bad_usage(string latin1)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync("score", Encoding.Latin1.GetBytes(latin1), "http://127.0.0.1:9/");
        Assert.Equal((2, "", "configuration"), (status, output, ErrorIn(errors).GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("score more")]
    [InlineData("predict")]
    [InlineData("session --fast")]
    public async Task Unknown_arguments_are_bad_usage(string arguments)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(arguments, [], "http://127.0.0.1:9/");
        Assert.Equal((2, "", "configuration"), (status, output, ErrorIn(errors).GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_missing_URI_is_a_configuration_error()
    {
        (int status, _, string errors) = await ToolProcess.RunAsync("score", [(byte)'1']);
        Assert.Equal((2, 0), (status, ErrorIn(errors).GetProperty("attempts").GetInt32()));
    }

    [Theory]
    [InlineData("<&-", "200 OK", 2, "configuration")]
    [InlineData("0>/dev/null", "200 OK", 2, "configuration")]
    [InlineData("0</", "200 OK", 2, "configuration")]
    [InlineData(">&-", "200 OK", 1, "connection")]
    [InlineData(">/dev/full", "200 OK", 1, "connection")]
    [InlineData("2>&-", "200 OK", 0, null)]
    [InlineData("2>&-", "500 X", 1, null)]
    [InlineData("2>/dev/full", "500 X", 1, null)]
    public async Task The_exit_status_is_correct_when_a_standard_stream_is_unusable(string redirection, string reply, int status, string? kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a closed standard stream is detected only on Linux");
        await using var server = new RawServer(RawServer.Reply("[1]", reply));
        (int exit, _, string errors) = await ToolProcess.RunInShellAsync("score", redirection, "[1]", server.Uri());
        Assert.Equal((status, kind), (exit, errors.Length == 0 ? null : ErrorIn(errors).GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("<&-", 0)]
    [InlineData(">&-", 1)]
    public async Task A_session_with_a_closed_standard_stream_ends(string redirection, int status)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a closed standard stream is detected only on Linux");
        (int exit, _, _) = await ToolProcess.RunInShellAsync("session", redirection, "{}\n");
        Assert.Equal(status, exit);
    }

    [Fact]
    public async Task A_prediction_that_cannot_be_written_is_a_failure()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var tool = new ToolProcess("score", server.Uri());
        tool.StopReading();
        await tool.SendAsync("1");
        Assert.Equal(1, await tool.StatusAsync());
    }

    private static JsonElement ErrorIn(string errors)
    {
        Assert.EndsWith("\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors[..^1]);
        return Make.Json(errors);
    }
}
