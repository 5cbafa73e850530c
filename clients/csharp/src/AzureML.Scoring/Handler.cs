using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace AzureML.Scoring;

/// <summary>The connections of a client: the platform's handler, set up so that it does nothing on its own.</summary>
internal static class Handler
{
    private const X509ChainStatusFlags Unsigned =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;

    public static SocketsHttpHandler Create(TimeSpan connectTimeout, X509Certificate2Collection? authorities)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15), // so that DNS changes take effect
            MaxResponseDrainSize = 0, // what is not read of a reply is not worth waiting for
        };
#pragma warning disable CA5398 // A floor, not a choice: the platform's own may be lower.
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
#pragma warning restore CA5398
        handler.SslOptions.RemoteCertificateValidationCallback = Verify;
        if (authorities is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return handler;
    }

    /// <summary>Why a caller's handler cannot be used; null if it can.</summary>
    public static string? FaultOf(HttpMessageHandler handler)
    {
        HttpMessageHandler? innermost = handler;
        while (innermost is DelegatingHandler outer)
        {
            innermost = outer.InnerHandler;
        }

        (bool redirects, bool cookies, bool credentials, bool anyCertificate) = innermost switch
        {
            SocketsHttpHandler own => (own.AllowAutoRedirect, own.UseCookies, own.Credentials is not null, false),
            HttpClientHandler own => (
                own.AllowAutoRedirect,
                own.UseCookies,
                own.Credentials is not null || own.UseDefaultCredentials,
                own.ServerCertificateCustomValidationCallback == HttpClientHandler.DangerousAcceptAnyServerCertificateValidator),
            _ => default,
        };
        return redirects ? "the handler follows redirects: set its AllowAutoRedirect to false"
            : cookies ? "the handler keeps cookies: set its UseCookies to false"
            : credentials ? "the handler has credentials, with which it repeats requests on its own"
            : anyCertificate ? "the handler accepts any certificate"
            : null;
    }

    /// <summary>Accepts what the platform accepts. For the rest it only finds the words.</summary>
    private static bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new AuthenticationException(Reason(chain, errors));

    private static string Reason(X509Chain? chain, SslPolicyErrors errors)
    {
        X509ChainStatusFlags status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "the service has no certificate"
            : status.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "the service's certificate has expired or is not valid yet"
            : (status & Unsigned) != X509ChainStatusFlags.NoError ? "the service's certificate is not signed by a trusted authority"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "the service's certificate is for another host"
            : $"the service's certificate is not valid: {status}";
    }
}
