using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace AzureML.Scoring.Tests;

public sealed class CallTests
{
    private const string Busy = "503 X";

    // Long enough for a busy machine. A limit that does not work would otherwise hang the test.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_response_has_the_value_and_what_is_known_about_the_reply()
    {
        await using RawServer server = BusyAtFirst("x-ms-request-id: one", "x-request-id: two");
        using ScoringClient client = Client(server);
        ScoringResponse<double[]> response = await client.CallAsync(ScoringOperation.Rows(Make.Rows), cancellationToken: Make.Stop);
        Assert.Equal([1.5], response.Value);
        Assert.Equal((200, "one", 2), (response.Status, response.RequestId, response.Attempts));
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal(response.ClientRequestId, request.Header("x-ms-client-request-id")));
    }

    [Theory]
    [InlineData("two", "x-request-id: two")]
    [InlineData("two", "x-ms-request-id: ", "x-request-id: two")]
    [InlineData(null)]
    [InlineData("id-***", "x-ms-request-id: id-s3cr3t")]
    public async Task The_request_id_is_that_of_an_error(string? expected, params string[] headers)
    {
        await using var server = new RawServer(RawServer.Reply("[1]", "201 X", headers));
        using ScoringClient client = Make.Client(server.Uri(), key: "s3cr3t");
        ScoringResponse<double[]> response = await client.CallAsync(ScoringOperation.Rows(Make.Rows), cancellationToken: Make.Stop);
        Assert.Equal((201, expected, 1), (response.Status, response.RequestId, response.Attempts));
    }

    [Fact]
    public async Task Every_operation_gives_the_value_of_its_short_method()
    {
        await using var server = new RawServer(RawServer.Reply("{\"a\": 1}"));
        using ScoringClient client = Make.Client(server.Uri());
        async Task<(string?, string, string?, string)> Sent<T>(ScoringOperation<T> operation)
        {
            ScoringResponse<T> response = await client.CallAsync(operation, cancellationToken: Make.Stop);
            Assert.True(server.Requests.TryDequeue(out ReceivedRequest? request));
            return (response.Value?.ToString(), request.RequestLine, request.Header("Content-Type"), request.Text);
        }

        const string Post = "POST /score HTTP/1.1", Type = "application/json", Value = "{\"a\": 1}";
        Assert.Equal((Value, Post, Type, "[1.50]"), await Sent(ScoringOperation.Payload(Make.Json("[1.50]"))));
        Assert.Equal(("True", "GET / HTTP/1.1", null, ""), await Sent(ScoringOperation.Health));
        Assert.Equal((Value, "GET /swagger.json HTTP/1.1", null, ""), await Sent(ScoringOperation.Swagger));
        Assert.Equal((Value, Post, "image/png", "bytes"), await Sent(ScoringOperation.Bytes("bytes"u8.ToArray(), "image/png")));
        Assert.Equal((Value, Post, Type, "[1,2]"), await Sent(ScoringOperation.Payload<int[], JsonElement>([1, 2])));
    }

    [Fact]
    public void Input_that_cannot_be_sent_is_refused_when_the_operation_is_made()
    {
        AssertRefused(() => ScoringOperation.Rows([[double.NaN]]));
        AssertRefused(() => ScoringOperation.Payload(Make.Json("1e999")));
        AssertRefused(() => ScoringOperation.Payload<double, double>(double.NaN));
        AssertRefused(() => ScoringOperation.Bytes(new byte[1], ""));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 2)]
    public async Task Retries_are_those_of_the_call_and_afterwards_the_clients_again(int clients, int calls)
    {
        await using var server = new RawServer(RawServer.Reply("", Busy, "retry-after-ms: 1"));
        using ScoringClient client = Client(server, clients);
        var operation = ScoringOperation.Rows(Make.Rows);
        Assert.Equal(calls + 1, (await ErrorOf(client, operation, new ScoringCallOptions { Retries = calls })).Attempts);
        Assert.Equal(clients + 1, (await ErrorOf(client, operation, new ScoringCallOptions())).Attempts);
        Assert.Equal(clients + 1, (await ErrorOf(client, operation, options: null)).Attempts);
    }

    [Theory]
    [InlineData(5, 100, "no complete reply within 5 s")]
    [InlineData(100, 7, "no prediction within 7 s")]
    public async Task Timeouts_are_those_of_the_call(int attempt, int overall, string message)
    {
        var clock = new FakeTimeProvider();
        await using var server = new RawServer(RawServer.Hang);
        using ScoringClient client = Make.Client(server.Uri(), clock: clock);
        var options = new ScoringCallOptions { AttemptTimeout = TimeSpan.FromSeconds(attempt), OverallTimeout = TimeSpan.FromSeconds(overall) };
        Task call = client.CallAsync(ScoringOperation.Rows(Make.Rows), options, Make.Stop);
        Task other = client.CallAsync(ScoringOperation.Rows(Make.Rows), cancellationToken: Make.Stop);
        await server.Received.WaitAsync(Make.Stop);
        await server.Received.WaitAsync(Make.Stop);
        clock.Advance(TimeSpan.FromSeconds(10));
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => call.WaitAsync(MaxWait, Make.Stop));
        Assert.Equal((ScoringErrorKind.Timeout, message, 1), (error.Kind, error.Message, error.Attempts));
        Assert.False(other.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(50));
        error = await Assert.ThrowsAsync<ScoringException>(() => other.WaitAsync(MaxWait, Make.Stop));
        Assert.Equal("no complete reply within 60 s", error.Message);
    }

    [Fact]
    public async Task Concurrent_calls_with_different_options_do_not_mix()
    {
        await using var server = new RawServer(RawServer.Reply("", Busy, "retry-after-ms: 1"));
        using ScoringClient client = Client(server);
        var operation = ScoringOperation.Rows(Make.Rows);
        int[] retries = [0, 1, 2, 3, 4, 5];
        ScoringException[] errors = await Task.WhenAll(retries.Select(count => ErrorOf(client, operation, new ScoringCallOptions { Retries = count })));
        Assert.Equal(retries, errors.Select(error => error.Attempts - 1));
        Assert.Equal(retries.Length, errors.Select(error => error.ClientRequestId).Distinct().Count());
    }

    [Fact]
    public async Task Invalid_options_are_configuration_errors_with_nothing_sent()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Client(server);
        async Task<(ScoringErrorKind, string, int, string?)> Refusal(ScoringCallOptions options)
        {
            ScoringException error = await ErrorOf(client, ScoringOperation.Rows(Make.Rows), options);
            return (error.Kind, error.Message, error.Attempts, error.ClientRequestId);
        }

        Assert.Equal((ScoringErrorKind.Configuration, "Retries is negative", 0, null), await Refusal(new ScoringCallOptions { Retries = -1 }));
        Assert.Equal((ScoringErrorKind.Configuration, "AttemptTimeout is not greater than zero", 0, null), await Refusal(new ScoringCallOptions { AttemptTimeout = TimeSpan.Zero }));
        Assert.Equal((ScoringErrorKind.Configuration, "OverallTimeout is not greater than zero", 0, null), await Refusal(new ScoringCallOptions { OverallTimeout = TimeSpan.MinValue }));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_call_shares_connections_and_closing_with_the_others()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Client(server);
        await client.ScoreAsync(Make.Rows, Make.Stop);
        await client.CallAsync(ScoringOperation.Rows(Make.Rows), new ScoringCallOptions { Retries = 0, AttemptTimeout = TimeSpan.MaxValue }, Make.Stop);
        Assert.Equal(1, server.Connections);
        client.Dispose();
        ScoringException error = await ErrorOf(client, ScoringOperation.Rows(Make.Rows), new ScoringCallOptions { Retries = 0 });
        Assert.Equal((ScoringErrorKind.Configuration, "the client is closed"), (error.Kind, error.Message));
    }

    [Fact]
    public void The_printed_response_does_not_show_the_value()
    {
        var response = new ScoringResponse<double>(3.25, 200, "one", "two", 2);
        Assert.Equal("ScoringResponse { Status = 200, RequestId = one, ClientRequestId = two, Attempts = 2 }", response.ToString());
    }

    private static ScoringClient Client(RawServer server, int? retries = null) =>
        new(new ScoringClientOptions { ScoringUri = server.Uri(), Retries = retries, Environment = _ => null });

    private static Task<ScoringException> ErrorOf<T>(ScoringClient client, ScoringOperation<T> operation, ScoringCallOptions? options) =>
        Assert.ThrowsAsync<ScoringException>(() => client.CallAsync(operation, options, Make.Stop));

    private static void AssertRefused(Func<object> make) => Assert.Equal(ScoringErrorKind.Configuration, Assert.Throws<ScoringException>(make).Kind);

    /// <summary>A server that answers 503 once, and then [1.5] with the given headers.</summary>
    private static RawServer BusyAtFirst(params string[] headers)
    {
        int requests = 0;
        return new RawServer((stream, stop) =>
        {
            string answer = Interlocked.Increment(ref requests) == 1 ? RawServer.Reply("", Busy, "retry-after-ms: 1") : RawServer.Reply("[1.5]", "200 OK", headers);
            return stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), stop).AsTask();
        });
    }
}
