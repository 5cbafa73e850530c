using System.Text.Json;
using System.Text.Json.Serialization;

namespace AzureML.Scoring.Tests;

public sealed class RequestTests
{
    [Theory]
    [InlineData("/api/v1/service/x/score/%7Emodel%2Fv1//y?api-version=2024&q=a%20b", "/api/v1/service/x/score/%7Emodel%2Fv1//y?api-version=2024&q=a%20b")]
    [InlineData("/a/./b/../c%2fd", "/a/./b/../c%2fd")]
    [InlineData("/!$&'()*+,;=:@-._~?x='/?", "/!$&'()*+,;=:@-._~?x='/?")]
    [InlineData("/score?", "/score?")]
    [InlineData("", "/")]
    [InlineData("?a=/b", "/?a=/b")]
    public async Task The_path_and_query_are_sent_exactly_as_given(string given, string sent)
    {
        ReceivedRequest request = await Sent(client => client.ScoreAsync(Make.Rows, Make.Stop), given);
        Assert.Equal($"POST {sent} HTTP/1.1", request.RequestLine);
    }

    [Fact]
    public async Task Only_the_documented_headers_are_sent()
    {
        ReceivedRequest request = await Sent(client => client.ScoreAsync(Make.Rows, Make.Stop), key: "abc+/=");
        string[] names = [.. request.HeaderLines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).Order(StringComparer.OrdinalIgnoreCase)];
        Assert.Equal(["Accept", "Authorization", "Content-Length", "Content-Type", "Host", "User-Agent", "x-ms-client-request-id"], names);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Equal("Bearer abc+/=", request.Header("Authorization"));
        Assert.Matches(@"^azureml-scoring-csharp/0\.1\.0 \(\.NET \d+\.\d+\.\d+[^;]*; \w+\)$", request.Header("User-Agent"));
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", request.Header("x-ms-client-request-id"));
    }

    [Fact]
    public async Task Without_a_key_no_credential_is_sent()
    {
        ReceivedRequest request = await Sent(client => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Null(request.Header("Authorization"));
    }

    [Fact]
    public async Task Each_call_has_a_unique_request_id()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Make.Client(server.Uri());
        await client.ScoreAsync(Make.Rows, Make.Stop);
        await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Equal(2, server.Requests.Select(request => request.Header("x-ms-client-request-id")).Distinct().Count());
    }

    [Fact]
    public async Task The_application_comes_before_the_client_in_User_Agent()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var client = new ScoringClient(new ScoringClientOptions { ScoringUri = server.Uri(), Application = "forecast/2.1 (x)", Environment = _ => null });
        await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.StartsWith("forecast/2.1 (x) azureml-scoring-csharp/", Assert.Single(server.Requests).Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doubles_are_sent_bit_for_bit()
    {
        double[] numbers = [-0.0, 0.0, 5e-324, -2.2250738585072014e-308, 9007199254740991, 9007199254740992, 9007199254740994, double.MaxValue, 0.1, 1e22, 217.67980978776218715];
        ReceivedRequest request = await Sent(client => client.ScoreAsync([numbers], Make.Stop));
        JsonElement row = Make.Json(request.Text).GetProperty("data")[0];
        Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), row.EnumerateArray().Select(number => BitConverter.DoubleToInt64Bits(number.GetDouble())));
        Assert.Equal("-0.0", row[0].GetRawText());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_number_that_is_not_finite_is_refused_before_anything_is_sent(double number)
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Make.Client(server.Uri());
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync([[1, number]], Make.Stop));
        Assert.Equal((ScoringErrorKind.Configuration, 0, null, 0), (error.Kind, error.Attempts, error.ClientRequestId, server.Connections));
    }

    [Fact]
    public async Task A_row_that_is_null_is_refused_before_anything_is_sent()
    {
        using ScoringClient client = Make.Client("http://127.0.0.1:9/");
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync([[1], null!], Make.Stop));
        Assert.Equal((ScoringErrorKind.Configuration, "row 1 (from 0) is null", 0), (error.Kind, error.Message, error.Attempts));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.ScoreAsync(null!, Make.Stop));
    }

    [Fact]
    public async Task Rows_may_be_changed_once_the_call_has_begun()
    {
        double[] row = [1, 2];
        ReceivedRequest request = await Sent(client =>
        {
            Task call = client.ScoreAsync([row], Make.Stop);
            row[0] = 3;
            return call;
        });
        Assert.Equal("""{"data":[[1,2]]}""", request.Text);
    }

    [Fact]
    public async Task A_client_can_be_made_from_a_URI_and_a_key()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var client = new ScoringClient(server.Uri(), "abc");
        await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Equal("Bearer abc", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Numbers_are_written_and_read_without_the_culture()
    {
        Assert.Equal("1,5", $"{1.5}");
        await using var server = new RawServer(RawServer.Reply("[-1.5e3]"));
        using ScoringClient client = Make.Client(server.Uri());
        double[] predictions = await client.ScoreAsync([[-1.5, 1234567]], Make.Stop);
        Assert.Equal([-1500], predictions);
        Assert.Equal("""{"data":[[-1.5,1234567]]}""", Assert.Single(server.Requests).Text);
    }

    [Fact]
    public async Task A_payload_is_sent_unchanged()
    {
        const string Payload = """{"n": [12345678901234567890123, 1.0, 1e5], "s": "é\ud800", "n": null}""";
        ReceivedRequest request = await Sent(client => client.ScorePayloadAsync(Make.Json(Payload), Make.Stop));
        Assert.Equal(Payload, request.Text);
    }

    [Fact]
    public async Task A_typed_payload_is_serialized_and_its_reply_deserialized()
    {
        await using var server = new RawServer(RawServer.Reply("""{"Results": [1.5]}"""));
        using ScoringClient client = Make.Client(server.Uri());
        Output output = await client.ScorePayloadAsync(new Input([2]), TypedJson.Default.Input, TypedJson.Default.Output, Make.Stop);
        Assert.Equal([1.5], output.Results);
        Assert.Equal("""{"Inputs":[2]}""", Assert.Single(server.Requests).Text);
    }

    [Fact]
    public async Task A_typed_payload_can_be_sent_by_reflection()
    {
        await using var server = new RawServer(RawServer.Reply("""{"Results": [1.5]}"""));
        using ScoringClient client = Make.Client(server.Uri());
        Output output = await client.ScorePayloadAsync<Input, Output>(new Input([2]), Make.Stop);
        Assert.Equal([1.5], output.Results);
        Assert.Equal("""{"Inputs":[2]}""", Assert.Single(server.Requests).Text);
    }

    [Fact]
    public async Task A_typed_payload_that_cannot_be_written_as_JSON_is_a_configuration_error()
    {
        using ScoringClient client = Make.Client("http://127.0.0.1:9/");
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(
            () => client.ScorePayloadAsync(new Input([double.NaN]), TypedJson.Default.Input, TypedJson.Default.Output, Make.Stop));
        Assert.Equal((ScoringErrorKind.Configuration, 0), (error.Kind, error.Attempts));
    }

    [Fact]
    public async Task A_reply_that_does_not_fit_the_type_is_a_response_format_error()
    {
        await using var server = new RawServer(RawServer.Reply("""{"Results": "none"}"""));
        using ScoringClient client = Make.Client(server.Uri());
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(
            () => client.ScorePayloadAsync(new Input([1]), TypedJson.Default.Input, TypedJson.Default.Output, Make.Stop));
        Assert.Equal((ScoringErrorKind.ResponseFormat, 200, """{"Results": "none"}"""), (error.Kind, error.Status, error.Body));
    }

    private static async Task<ReceivedRequest> Sent(Func<ScoringClient, Task> call, string pathAndQuery = "/score", string? key = null)
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Make.Client(server.Uri(pathAndQuery), key);
        await call(client);
        return Assert.Single(server.Requests);
    }
}

internal sealed record Input(double[] Inputs);

internal sealed record Output(double[] Results);

[JsonSerializable(typeof(Input))]
[JsonSerializable(typeof(Output))]
internal sealed partial class TypedJson : JsonSerializerContext;
