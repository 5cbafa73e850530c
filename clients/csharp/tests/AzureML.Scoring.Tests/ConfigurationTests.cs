namespace AzureML.Scoring.Tests;

public sealed class ConfigurationTests
{
    private const string Uri = "http://localhost/score";

    [Fact]
    public void Explicit_values_take_precedence_over_the_environment()
    {
        var options = new ScoringClientOptions { ScoringUri = "http://explicit/a", Key = new ScoringKey("explicit") };
        Configuration configuration = Resolve(options, uri: "http://environment/b", key: "environment");
        Assert.Equal("explicit", configuration.Uri.Host);
        Assert.Equal("Bearer explicit", configuration.Key!.Authorization);
    }

    [Fact]
    public void Values_that_are_not_set_come_from_the_environment()
    {
        Configuration configuration = Resolve(new ScoringClientOptions(), uri: "https://environment/b", key: "abc");
        Assert.Equal("https://environment/b", configuration.Uri.OriginalString);
        Assert.Equal("Bearer abc", configuration.Key!.Authorization);
    }

    [Fact]
    public void An_empty_variable_counts_as_unset()
    {
        Assert.Null(Resolve(new ScoringClientOptions { ScoringUri = Uri }, key: "").Key);
        AssertRefused(() => Resolve(new ScoringClientOptions(), uri: ""));
    }

    [Fact]
    public void The_defaults_match_the_documentation()
    {
        Configuration configuration = Resolve(new ScoringClientOptions { ScoringUri = Uri });
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(300)), (configuration.ConnectTimeout, configuration.Limits.AttemptTimeout, configuration.Limits.OverallTimeout));
        Assert.Equal((3, 67_108_864), (configuration.Limits.Retries, configuration.ReplyLimit));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost/score")]
    [InlineData("/score")]
    [InlineData("ftp://localhost/score")]
    [InlineData("http:/localhost/score")]
    [InlineData("http://")]
    [InlineData("http:///score")]
    [InlineData("http://:80/score")]
    [InlineData("http://localhost:99999/score")]
    [InlineData("http://localhost\\score")]
    [InlineData("http://localhost/score#top")]
    [InlineData("http://user:word@localhost/score")]
    [InlineData("http://localhost/a b")]
    [InlineData(" http://localhost/")]
    [InlineData("http://localhost/\n")]
    [InlineData("http://localhost/\u007f")]
    [InlineData("http://localhost/é")]
    [InlineData("http://localhost/%")]
    [InlineData("http://localhost/%zz")]
    [InlineData("http://localhost/?q=%2")]
    [InlineData("http://localhost/a|b")]
    [InlineData("http://localhost/{a}")]
    [InlineData("http://localhost/a\\b")]
    [InlineData("http://localhost/?q=[a]")]
    [InlineData("http://localhost:0/")]
    [InlineData("http://localhost:080/")]
    [InlineData("http://localhost:-1/")]
    [InlineData("http://[::1]x/")]
    [InlineData("http://[::1%25lo]/")]
    [InlineData("http://[::1%lo]/")]
    [InlineData("http://[1.2.3.4]/")]
    [InlineData("http://::1/")]
    [InlineData("http://ho$t/")]
    [InlineData("http://a%20b/")]
    [InlineData("http://a..b/")]
    [InlineData("http://.a/")]
    [InlineData("http://-a/")]
    [InlineData("http://a-/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://256.0.0.1/")]
    [InlineData("http://127.0.0.1./")]
    public void An_invalid_scoring_URI_is_refused(string uri) =>
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = uri }));

    [Theory]
    [InlineData("http://h")]
    [InlineData("HTTP://h/")]
    [InlineData("https://h:8443/x?")]
    [InlineData("http://[::1]:80/")]
    [InlineData("http://1.2.3.4/%7e")]
    [InlineData("http://my_host.example.:1/")]
    [InlineData("http://h:/")]
    [InlineData("http://h/!$&'()*+,;=:@-._~%7e//..?/?!$&'()*+,;=:@")]
    public void A_valid_scoring_URI_is_accepted(string uri) =>
        Assert.NotNull(Resolve(new ScoringClientOptions { ScoringUri = uri }));

    [Fact]
    public void The_error_does_not_contain_the_user_information()
    {
        ScoringException error = AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = "http://user:word@localhost/" }));
        Assert.DoesNotContain("word", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    [InlineData("line\nbreak")]
    [InlineData("tab\t")]
    [InlineData("caf\u00e9")]
    [InlineData("\u007f")]
    public void An_invalid_key_is_refused_and_does_not_appear_in_the_error(string key)
    {
        ScoringException error = AssertRefused(() => new ScoringKey(key));
        if (key.Length > 0)
        {
            Assert.DoesNotContain(key, error.ToString(), StringComparison.Ordinal);
            AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri }, key: key));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_timeout_that_is_not_greater_than_zero_is_refused(long ticks)
    {
        var limit = TimeSpan.FromTicks(ticks);
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri, ConnectTimeout = limit }));
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri, AttemptTimeout = limit }));
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri, OverallTimeout = limit }));
    }

    [Theory]
    [InlineData(null, "", 3)]
    [InlineData(null, "0", 0)]
    [InlineData(null, "0012", 12)]
    [InlineData(null, "99999999999999999999", int.MaxValue)]
    [InlineData(5, "7", 5)]
    [InlineData(0, "x", 0)]
    public void The_retries_are_those_of_the_options_or_the_environment(int? option, string variable, int retries) =>
        Assert.Equal(retries, Resolve(new ScoringClientOptions { ScoringUri = Uri, Retries = option }, retries: variable).Limits.Retries);

    [Theory]
    [InlineData(-1, "")]
    [InlineData(null, "-1")]
    [InlineData(null, "+1")]
    [InlineData(null, "1.5")]
    [InlineData(null, " 1")]
    [InlineData(null, "\u0663")]
    [InlineData(null, "many")]
    public void Retries_that_are_not_a_count_are_refused(int? option, string variable) =>
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri, Retries = option }, retries: variable));

    [Fact]
    public void A_secondary_key_needs_a_primary_one()
    {
        Assert.Equal("two", Resolve(new ScoringClientOptions { ScoringUri = Uri, Key = new ScoringKey("one") }, secondaryKey: "two").SecondaryKey!.Value);
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri }, secondaryKey: "two"));
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri, SecondaryKey = new ScoringKey("two") }));
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri, Key = new ScoringKey("one") }, secondaryKey: "t w o"));
    }

    [Fact]
    public async Task The_longest_possible_timeout_works()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Make.Client(server.Uri(), attemptTimeout: TimeSpan.MaxValue, connectTimeout: TimeSpan.MaxValue);
        double[] predictions = await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Equal([1.0], predictions);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" app")]
    [InlineData("app ")]
    [InlineData("app\r\nX: y")]
    [InlineData("ápp")]
    public void An_invalid_application_name_is_refused(string application) =>
        AssertRefused(() => Resolve(new ScoringClientOptions { ScoringUri = Uri, Application = application }));

    private static Configuration Resolve(ScoringClientOptions options, string? uri = null, string? key = null, string? secondaryKey = null, string? retries = null) =>
        Configuration.Resolve(new ScoringClientOptions
        {
            ScoringUri = options.ScoringUri,
            Key = options.Key,
            SecondaryKey = options.SecondaryKey,
            ConnectTimeout = options.ConnectTimeout,
            AttemptTimeout = options.AttemptTimeout,
            OverallTimeout = options.OverallTimeout,
            Retries = options.Retries,
            Application = options.Application,
            Environment = name => name switch
            {
                "AZUREML_SCORING_URI" => uri,
                "AZUREML_SCORING_KEY" => key,
                "AZUREML_SCORING_SECONDARY_KEY" => secondaryKey,
                "AZUREML_SCORING_RETRIES" => retries,
                "AZUREML_SCORING_CA_FILE" => null,
                _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a variable of this client"),
            },
        });

    private static ScoringException AssertRefused(Func<object> make)
    {
        ScoringException error = Assert.Throws<ScoringException>(make);
        Assert.Equal((ScoringErrorKind.Configuration, 0), (error.Kind, error.Attempts));
        return error;
    }
}
