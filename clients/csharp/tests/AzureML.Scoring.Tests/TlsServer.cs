using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AzureML.Scoring.Tests;

/// <summary>A loopback server over TLS that replies [1] to everything, with a certificate for localhost signed by an authority of its own.</summary>
internal sealed class TlsServer : IDisposable
{
    private static readonly DateTimeOffset Begin = TimeProvider.System.GetUtcNow().AddDays(-10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly SslProtocols _protocols;
    private int _requests;

    public TlsServer(int validDays = 20, string host = "localhost", SslProtocols protocols = SslProtocols.None)
    {
        _protocols = protocols;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN={Guid.NewGuid()}", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(Begin, Begin.AddDays(30));
        Authority = authority.ExportCertificatePem();

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=service", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(authority, Begin, Begin.AddDays(validDays), [1, 2, 3]);
        _certificate = certificate.CopyWithPrivateKey(key);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The authority's certificate in PEM.</summary>
    public string Authority { get; }

    public int Requests => Volatile.Read(ref _requests);

    public string Uri => $"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/score";

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using TcpClient connection = await _listener.AcceptTcpClientAsync(Make.Stop);
            await using var stream = new SslStream(connection.GetStream());
            try
            {
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, EnabledSslProtocols = _protocols }, Make.Stop);
                if (await ReceivedRequest.ReadAsync(stream, Make.Stop) is not null)
                {
                    Interlocked.Increment(ref _requests);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(RawServer.Reply("[1]", "200 OK", "Connection: close")), Make.Stop);
                }
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // The client does not like the certificate.
            }
        }
    }
}
