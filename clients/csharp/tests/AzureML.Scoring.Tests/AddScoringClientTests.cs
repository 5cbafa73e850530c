using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AzureML.Scoring.Tests;

public sealed class AddScoringClientTests
{
    [Fact]
    public async Task A_client_is_made_from_configuration()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        var services = new ServiceCollection();
        services.AddScoringClient(Configuration(("ScoringUri", server.Uri()), ("Key", "abc"), ("Application", "app/1")));
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IScoringClient>().ScoreAsync(Make.Rows, Make.Stop);
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("Bearer abc", request.Header("Authorization"));
        Assert.StartsWith("app/1 ", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Same(provider.GetRequiredService<IScoringClient>(), provider.GetRequiredService<IScoringClient>());
    }

    [Fact]
    public async Task Named_clients_have_settings_of_their_own()
    {
        await using var one = new RawServer(RawServer.Reply("[1]"));
        await using var two = new RawServer(RawServer.Reply("[2]"));
        var services = new ServiceCollection();
        services.AddScoringClient("one", Configuration(("ScoringUri", one.Uri())));
        services.AddScoringClient("two", Configuration(("ScoringUri", two.Uri())));
        await using ServiceProvider provider = services.BuildServiceProvider();
        double[] ofOne = await provider.GetRequiredKeyedService<IScoringClient>("one").ScoreAsync(Make.Rows, Make.Stop);
        double[] ofTwo = await provider.GetRequiredKeyedService<IScoringClient>("two").ScoreAsync(Make.Rows, Make.Stop);
        Assert.Equal((1.0, 2.0), (Assert.Single(ofOne), Assert.Single(ofTwo)));
    }

    [Fact]
    public async Task The_container_disposes_of_its_clients()
    {
        var services = new ServiceCollection();
        services.AddScoringClient(Configuration(("ScoringUri", "http://127.0.0.1:9/score")));
        services.AddScoringClient("named", Configuration(("ScoringUri", "http://127.0.0.1:9/score")));
        ServiceProvider provider = services.BuildServiceProvider();
        IScoringClient[] clients = [provider.GetRequiredService<IScoringClient>(), provider.GetRequiredKeyedService<IScoringClient>("named")];
        await provider.DisposeAsync();
        foreach (IScoringClient client in clients)
        {
            ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
            Assert.Equal("the client is closed", error.Message);
        }
    }

    [Fact]
    public void Every_setting_is_bound()
    {
        var services = new ServiceCollection();
        using var server = new TlsServer();
        services.AddScoringClient(Configuration(
            ("ScoringUri", "http://h/score"),
            ("Key", "one"),
            ("SecondaryKey", "two"),
            ("CaCertificates", server.Authority),
            ("ConnectTimeout", "00:00:01"),
            ("AttemptTimeout", "00:00:02"),
            ("OverallTimeout", "00:00:03.5"),
            ("Retries", "4"),
            ("ReplyLimit", "5"),
            ("Application", "app/1")));
        using ServiceProvider provider = services.BuildServiceProvider();
        ScoringClientSettings settings = provider.GetRequiredService<IOptions<ScoringClientSettings>>().Value;
        Assert.Equal(("http://h/score", "one", "two", server.Authority), (settings.ScoringUri, settings.Key, settings.SecondaryKey, settings.CaCertificates));
        Assert.Equal((1, 2, 3.5), (settings.ConnectTimeout.TotalSeconds, settings.AttemptTimeout.TotalSeconds, settings.OverallTimeout.TotalSeconds));
        Assert.Equal((4, 5, "app/1"), (settings.Retries, settings.ReplyLimit, settings.Application));
        ScoringClientOptions options = settings.ToOptions(onRetry: null);
        Assert.Equal(("one", "two", server.Authority), (options.Key?.Value, options.SecondaryKey?.Value, options.CaCertificates));
        Assert.Equal((1, 2, 3.5), (options.ConnectTimeout.TotalSeconds, options.AttemptTimeout.TotalSeconds, options.OverallTimeout.TotalSeconds));
        Assert.Equal((4, 5, "app/1"), (options.Retries, options.ReplyLimit, options.Application));
    }

    [Fact]
    public void Settings_can_come_from_code_too()
    {
        var services = new ServiceCollection();
        services.AddScoringClient(Configuration(("ScoringUri", "http://h/score"))).Configure(settings => settings.Key = "abc");
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal("ScoringClient { ScoringUri = http://h, Key = *** }", provider.GetRequiredService<IScoringClient>().ToString());
    }

    [Theory]
    [InlineData("ScoringUri", "localhost/score", "the scoring URI does not start with http:// or https://")]
    [InlineData("Key", "a b", "the key contains a character that is not visible ASCII")]
    [InlineData("Retries", "-1", "Retries is negative")]
    [InlineData("ReplyLimit", "0", "ReplyLimit is not greater than zero")]
    [InlineData("OverallTimeout", "00:00:00", "OverallTimeout is not greater than zero")]
    public void An_invalid_setting_is_refused_when_the_host_starts(string name, string value, string message)
    {
        var services = new ServiceCollection();
        var configuration = new Dictionary<string, string?> { ["ScoringUri"] = "http://h/score", [name] = value };
        services.AddScoringClient("a", new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);
        Assert.Equal(("a", message), (error.OptionsName, error.Message));
    }

    [Fact]
    public void An_unknown_setting_is_refused_when_the_host_starts()
    {
        var services = new ServiceCollection();
        services.AddScoringClient(Configuration(("ScoringUri", "http://h/score"), ("Kee", "abc")));
        using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains("'Kee'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_do_not_show_the_keys()
    {
        var settings = new ScoringClientSettings { ScoringUri = "http://h/hidden?code=hidden", Key = "s3cr3t", SecondaryKey = "s3cr3t2" };
        string text = settings.ToString();
        Assert.Contains("Key = ***, SecondaryKey = ***", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", text + JsonSerializer.Serialize(settings), StringComparison.Ordinal);
        settings.Key = "s3cr3t with blanks";
        Assert.Equal("the key contains a character that is not visible ASCII", settings.ToString());
    }

    [Fact]
    public async Task Each_further_attempt_is_logged()
    {
        using var log = new Log();
        ScoringException error = await ErrorOfBusyAsync(log);
        Assert.Equal(
            [
                (LogLevel.Information, "AzureML.Scoring.ScoringClient", $"call {error.ClientRequestId}: HTTP 503; trying again in 0.001 s"),
                (LogLevel.Information, "AzureML.Scoring.ScoringClient", $"call {error.ClientRequestId}: HTTP 503; trying again in 0.001 s"),
            ],
            log.Entries);
    }

    [Fact]
    public async Task A_logger_that_throws_does_not_change_the_result()
    {
        using var log = new Log { IsBroken = true };
        ScoringException error = await ErrorOfBusyAsync(log);
        Assert.Equal((503, 3), (error.Status, error.Attempts));
    }

    /// <summary>Makes a call with two retries to a service that answers 503, and returns its error.</summary>
    private static async Task<ScoringException> ErrorOfBusyAsync(Log log)
    {
        await using var server = new RawServer(RawServer.Reply("", "503 X", "retry-after-ms: 1"));
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddScoringClient(Configuration(("ScoringUri", server.Uri()), ("Key", "abc"), ("Retries", "2")));
        await using ServiceProvider provider = services.BuildServiceProvider();
        IScoringClient client = provider.GetRequiredService<IScoringClient>();
        return await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();

    /// <summary>Keeps what is logged.</summary>
    private sealed class Log : ILoggerProvider
    {
        public List<(LogLevel Level, string Category, string Text)> Entries { get; } = [];

        public bool IsBroken { get; init; }

        public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

        public void Dispose()
        {
            // There is nothing to release.
        }

        private sealed class Category(Log log, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (log.IsBroken)
                {
                    throw new InvalidOperationException("the log is full");
                }

                log.Entries.Add((logLevel, name, formatter(state, exception)));
            }
        }
    }
}
