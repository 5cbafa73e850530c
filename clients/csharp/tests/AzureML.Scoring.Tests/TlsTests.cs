using System.Security.Authentication;

namespace AzureML.Scoring.Tests;

public sealed class TlsTests
{
    [Fact]
    public async Task A_certificate_of_a_given_authority_is_accepted()
    {
        using var server = new TlsServer();
        using var other = new TlsServer();
        using ScoringClient client = Client(server, "text before\n" + other.Authority + "\n" + server.Authority);
        double[] predictions = await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Equal([1.0], predictions);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        using var server = new TlsServer(validDays: 5);
        await AssertRefusedAsync(server, server.Authority, "TLS: the service's certificate has expired or is not valid yet");
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused()
    {
        using var server = new TlsServer(host: "other.example");
        await AssertRefusedAsync(server, server.Authority, "TLS: the service's certificate is for another host");
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused()
    {
        using var server = new TlsServer();
        using var other = new TlsServer();
        await AssertRefusedAsync(server, null, "TLS: the service's certificate is not signed by a trusted authority");
        await AssertRefusedAsync(server, other.Authority, "TLS: the service's certificate is not signed by a trusted authority");
    }

    [Fact]
    public async Task A_protocol_before_TLS_1_2_is_refused()
    {
#pragma warning disable CA5397, SYSLIB0039, CA5398 // to see it refused
        using var server = new TlsServer(protocols: SslProtocols.Tls11);
#pragma warning restore CA5397, SYSLIB0039, CA5398
        using ScoringClient client = Client(server, server.Authority);
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((ScoringErrorKind.Connection, 1, 0), (error.Kind, error.Attempts, server.Requests));
        Assert.StartsWith("TLS: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void Authorities_that_are_no_certificates_are_refused(string pem)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, pem);
        AssertConfiguration(new ScoringClientOptions { ScoringUri = "https://h/", CaCertificates = pem, Environment = _ => null });
        AssertConfiguration(new ScoringClientOptions { ScoringUri = "https://h/", Environment = name => name == "AZUREML_SCORING_CA_FILE" ? file : null });
        File.Delete(file);
    }

    [Theory]
    [InlineData("/no/such/file")]
    [InlineData("/")]
    public void A_file_of_authorities_that_cannot_be_read_is_refused(string path) =>
        AssertConfiguration(new ScoringClientOptions { ScoringUri = "https://h/", Environment = name => name == "AZUREML_SCORING_CA_FILE" ? path : null });

    private static async Task AssertRefusedAsync(TlsServer server, string? authorities, string message)
    {
        using ScoringClient client = Client(server, authorities);
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((ScoringErrorKind.Connection, message, 1, 0), (error.Kind, error.Message, error.Attempts, server.Requests));
    }

    private static void AssertConfiguration(ScoringClientOptions options)
    {
        ScoringException error = Assert.Throws<ScoringException>(() => new ScoringClient(options));
        Assert.Equal(ScoringErrorKind.Configuration, error.Kind);
    }

    private static ScoringClient Client(TlsServer server, string? authorities) =>
        new(new ScoringClientOptions { ScoringUri = server.Uri, CaCertificates = authorities, Environment = _ => null });
}
