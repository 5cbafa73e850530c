using System.Net;

namespace AzureML.Scoring.Tests;

public sealed class HandlerTests
{
    [Fact]
    public async Task A_handler_of_the_callers_sends_the_requests()
    {
        using var handler = new Fake(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        ScoringClientOptions options = new() { ScoringUri = "http://h/score", Key = new ScoringKey("abc"), Handler = handler, Environment = _ => null };
        var client = new ScoringClient(options);
        double[] predictions = await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Equal([1.0], predictions);
        Assert.Equal(["Bearer abc", "Bearer abc"], handler.Authorizations);
        client.Dispose();
        Assert.False(handler.IsDisposed);
    }

    [Fact]
    public async Task The_reply_of_a_handler_has_the_limit_too()
    {
        using var handler = new Fake(HttpStatusCode.OK);
        using var client = new ScoringClient(new ScoringClientOptions { ScoringUri = "http://h/score", Handler = handler, ReplyLimit = 2, Environment = _ => null });
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((ScoringErrorKind.ResponseFormat, "[1"), (error.Kind, error.Body));
    }

    [Fact]
    public async Task A_handler_that_sends_only_what_it_is_given_works()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new ScoringClient(new ScoringClientOptions { ScoringUri = server.Uri(), Handler = handler, Environment = _ => null });
        double[] predictions = await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Equal([1.0], predictions);
    }

    [Fact]
    public void A_handler_that_sends_on_its_own_or_trusts_anybody_is_refused()
    {
        AssertRefused("AllowAutoRedirect", new SocketsHttpHandler { UseCookies = false });
        AssertRefused("AllowAutoRedirect", new HttpClientHandler { UseCookies = false });
        AssertRefused("UseCookies", new SocketsHttpHandler { AllowAutoRedirect = false });
        AssertRefused("credentials", new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Credentials = CredentialCache.DefaultCredentials });
        AssertRefused("credentials", new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, UseDefaultCredentials = true });
        AssertRefused("any certificate", new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        });
        AssertRefused("AllowAutoRedirect", new Outer { InnerHandler = new Outer { InnerHandler = new SocketsHttpHandler() } });
    }

    [Fact]
    public void A_handler_and_certificate_authorities_exclude_each_other()
    {
        using var handler = new Fake();
        using var server = new TlsServer();
        ScoringException error = Assert.Throws<ScoringException>(
            () => new ScoringClient(new ScoringClientOptions { ScoringUri = "https://h/", Handler = handler, CaCertificates = server.Authority, Environment = _ => null }));
        Assert.Equal(ScoringErrorKind.Configuration, error.Kind);
    }

    [Fact]
    public void A_handler_takes_precedence_over_the_authorities_of_the_environment()
    {
        using var handler = new Fake();
        using var client = new ScoringClient(new ScoringClientOptions { ScoringUri = "https://h/", Handler = handler, Environment = name => name == "AZUREML_SCORING_CA_FILE" ? "/does/not/exist" : null });
        Assert.NotNull(client);
    }

    private static void AssertRefused(string why, HttpMessageHandler handler)
    {
        using HttpMessageHandler refused = handler;
        ScoringException error = Assert.Throws<ScoringException>(
            () => new ScoringClient(new ScoringClientOptions { ScoringUri = "http://h/", Handler = refused, Environment = _ => null }));
        Assert.Equal(ScoringErrorKind.Configuration, error.Kind);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private sealed class Outer : DelegatingHandler;

    /// <summary>Answers [1] with the given statuses, one after the other.</summary>
    private sealed class Fake(params HttpStatusCode[] statuses) : HttpMessageHandler
    {
        public List<string?> Authorizations { get; } = [];

        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorizations.Add(request.Headers.Authorization?.ToString());
            var reply = new HttpResponseMessage(statuses[Authorizations.Count - 1]) { Content = new StringContent("[1]") };
            reply.Headers.TryAddWithoutValidation("retry-after-ms", "1");
            return Task.FromResult(reply);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
