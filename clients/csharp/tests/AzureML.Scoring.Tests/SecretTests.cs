using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace AzureML.Scoring.Tests;

public sealed class SecretTests
{
    private const string Secret = "s3cr3t/+\"key";

    [Fact]
    public void No_representation_contains_the_key()
    {
        var options = new ScoringClientOptions { ScoringUri = "http://localhost/", Key = new ScoringKey(Secret), Environment = _ => null };
        using var client = new ScoringClient(options);
        Configuration configuration = Configuration.Resolve(options);
        string[] texts = [options.Key.ToString(), options.ToString(), client.ToString(), configuration.ToString(), JsonSerializer.Serialize(options.Key)];
        Assert.All(texts, text => Assert.DoesNotContain("s3cr3t", text, StringComparison.Ordinal));
        Assert.All(texts[..^1], text => Assert.Contains("***", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_debugger_does_not_show_the_members_that_contain_the_key()
    {
        MemberInfo[] members =
        [
            .. typeof(ScoringKey).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public),
            .. typeof(ScoringKey).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public),
        ];
        Assert.NotEmpty(members);
        Assert.All(members, member => Assert.Equal(DebuggerBrowsableState.Never, member.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State));
        Assert.Equal("***", typeof(ScoringKey).GetCustomAttribute<DebuggerDisplayAttribute>()?.Value);
    }

    [Fact]
    public async Task A_key_that_the_service_echoes_is_masked_in_every_text()
    {
        string body = JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = $"bad key {Secret}, {Secret}" });
        ScoringException error = await Make.ErrorOf(
            RawServer.Reply(body, "401 X", $"x-ms-request-id: id-{Secret}", $"ms-azureml-model-error-reason: {Secret}"), key: Secret);
        Assert.Equal(("bad key ***, ***", """{"message":"bad key ***, ***"}""", "id-***", "***"), (error.Message, error.Body, error.RequestId, error.ModelReason));
    }

    [Theory]
    [InlineData(65_536 - 1)]
    [InlineData(65_536 - 5)]
    [InlineData(65_536 - 11)]
    [InlineData(65_536 - 12)]
    public async Task A_key_that_crosses_the_body_limit_is_masked_as_a_whole_without_moving_the_limit(int position)
    {
        string body = new string('x', position) + Secret + new string('x', 100);
        ScoringException error = await Make.ErrorOf(RawServer.Reply(body, "500 X"), key: Secret);
        Assert.Equal(new string('x', position) + "***", error.Body);
    }

    [Theory]
    [InlineData("""s3cr3t\/+\"key""")]
    [InlineData("""\u0073\u0033cr3t/\u002B\u0022key""")]
    public async Task A_key_is_masked_whichever_JSON_escapes_it_contains(string echo)
    {
        ScoringException error = await Make.ErrorOf(RawServer.Reply(echo, "500 X"), key: Secret);
        Assert.Equal("***", error.Body);
    }

    [Theory]
    [InlineData("x\\u0061bc\\bcy", "ab\\bc", "x\\u0061bc\\bcy")]
    [InlineData("x\\u0061b\\\\bcy", "ab\\bc", "x***y")]
    [InlineData("\\u0075", "u0075", "***")]
    [InlineData("\\u0075", "u", "***")]
    [InlineData("aab", "ab", "a***")]
    [InlineData("ababab", "ab", "*********")]
    [InlineData("\\\\\\", "\\", "******")]
    [InlineData("a\\u006", "al", "a\\u006")]
    public void An_echo_is_found_however_it_is_escaped(string text, string secret, string masked) => Assert.Equal(masked, new Secrets([secret]).Mask(text));

    [Fact]
    public void Of_several_secrets_the_longest_is_masked() => Assert.Equal("*** *** ab", new Secrets(["abc", "abcd"]).Mask("abcd abc ab"));

    [Theory]
    [InlineData("ab s3c", "ab ***")]
    [InlineData("ab s", "ab ***")]
    [InlineData("ab s3cr3t/", "ab ***")]
    [InlineData("ab s3cr3t\\", "ab ***")]
    [InlineData("ab s3cr3t\\u", "ab ***")]
    [InlineData("ab s3cr3t\\u002", "ab ***")]
    [InlineData("ab \\u0073\\u00", "ab ***")]
    [InlineData("s3cr3t/+\"key s3", "*** ***")]
    [InlineData("ab s3x", "ab s3x")]
    [InlineData("ab 3cr", "ab 3cr")]
    [InlineData("ab \\u00", "ab \\u00")]
    [InlineData("", "")]
    public void The_beginning_of_a_secret_at_the_end_is_masked_only_if_the_body_is_incomplete(string body, string masked)
    {
        var secrets = new Secrets([Secret]);
        byte[] bytes = Encoding.ASCII.GetBytes(body);
        Assert.Equal(masked, secrets.MaskStart(bytes, 100, isCut: true));
        Assert.Equal(masked, secrets.MaskStart(bytes, bytes.Length, isCut: true));
        Assert.Equal(body.Replace(Secret, "***", StringComparison.Ordinal), secrets.MaskStart(bytes, 100, isCut: false));
    }

    [Theory]
    [InlineData("xxxs3cr3t/", "xxx***")]
    [InlineData("xxxs3cr3", "xxxs3cr3")]
    public async Task A_key_that_the_limit_for_replies_cuts_is_masked(string sent, string shown)
    {
        await using var server = new RawServer(RawServer.Reply(sent, "500 X"));
        using var client = new ScoringClient(
            new ScoringClientOptions { ScoringUri = server.Uri(), Key = new ScoringKey(Secret), ReplyLimit = 8, Retries = 0, Environment = _ => null });
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal(shown, error.Body);
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("s3cr3t")]
    [InlineData("\\u007")]
    public void A_hostile_text_is_masked_in_linear_time(string repeated)
    {
        string text = string.Concat(Enumerable.Repeat(repeated, 2_000_000 / repeated.Length));
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(text, new Secrets([Secret + new string('k', 4000)]).Mask(text));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void The_path_and_query_of_the_URI_are_not_shown()
    {
        var options = new ScoringClientOptions { ScoringUri = "https://user:word@host:8443/hidden?code=hidden", Environment = _ => null };
        using ScoringClient client = Make.Client("https://host:8443/hidden?code=hidden");
        Assert.Equal("ScoringClient { ScoringUri = https://host:8443, Key =  }", client.ToString());
        Assert.StartsWith("ScoringClientOptions { ScoringUri = https://host:8443, ", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cause_of_an_error_for_a_malformed_reply_does_not_contain_the_key()
    {
        ScoringException error = await Make.ErrorOf($"HTTP/1.1 200 OK\r\n{Secret} no colon\r\n\r\n", key: Secret);
        Assert.Equal(ScoringErrorKind.Connection, error.Kind);
        Assert.DoesNotContain("s3cr3t", error + error.Message + error.InnerException, StringComparison.Ordinal);
        Assert.Contains("***", error.InnerException!.ToString(), StringComparison.Ordinal);
    }
}
