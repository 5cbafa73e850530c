using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AzureML.Scoring;

/// <summary>Reads the certificate authorities that are trusted instead of the platform's.</summary>
internal static class Authorities
{
    /// <summary>Reads certificates in PEM.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the text is not PEM, or has no certificate.</exception>
    public static X509Certificate2Collection Parse(string pem)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw Bad("the CA certificates are not valid PEM", e);
        }

        return authorities.Count > 0 ? authorities : throw Bad("the CA certificates contain no certificate in PEM");
    }

    /// <summary>Reads a file of certificates in PEM.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the file cannot be read, is not PEM, or has no certificate.</exception>
    public static X509Certificate2Collection Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Bad("the file of CA certificates cannot be read: " + e.Message, e);
        }
    }

    private static ScoringException Bad(string message, Exception? cause = null) => new(ScoringErrorKind.Configuration, message, cause);
}
