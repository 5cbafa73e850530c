using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AzureML.Scoring;

/// <summary>
/// Checks the scoring URI and keeps its path and query to the letter. It is made of what RFC 3986 allows, and of its hosts
/// those that a name server or a socket knows; all siblings have the same rules.
/// </summary>
internal static partial class ScoringUri
{
    /// <summary>Makes a <see cref="Uri"/> whose path and query are those of the text, character by character.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the text is no scoring URI.</exception>
    /// <remarks>The messages do not repeat the text: a URI can carry a secret.</remarks>
    public static Uri Parse(string text)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E'))
        {
            throw Bad("The scoring URI has whitespace, a control character or a character outside ASCII.");
        }

        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw Bad("The scoring URI is not an absolute http or https URI.");
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            throw Bad("The scoring URI has a fragment.");
        }

        int authorityStart = text.IndexOf("://", StringComparison.Ordinal) + 3;
        int authorityLength = text.AsSpan(authorityStart).IndexOfAny('/', '?');
        int authorityEnd = authorityLength < 0 ? text.Length : authorityStart + authorityLength;
        CheckAuthority(text[authorityStart..authorityEnd]);
        if (!PathOrQuery().IsMatch(text[authorityEnd..]))
        {
            throw Bad("The path or query of the scoring URI has a character or an escape that no URI may have.");
        }

        // HTTP has no empty path, and the option below keeps the platform from putting one in.
        bool hasPath = authorityEnd < text.Length && text[authorityEnd] == '/';
        string withPath = hasPath ? text : text.Insert(authorityEnd, "/");
        try
        {
            return new Uri(withPath, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        }
        catch (UriFormatException e)
        {
            throw Bad("The scoring URI has no valid host and port.", e);
        }
    }

    private static void CheckAuthority(string authority)
    {
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            throw Bad("The scoring URI has user information before its host.");
        }

        Match parts = HostAndPort().Match(authority);
        if (!parts.Success || !IsHost(parts.Groups["host"].Value))
        {
            throw Bad("The scoring URI has no host that a connection can be made to, or a port that is none.");
        }

        string port = parts.Groups["port"].Value;
        if (port.Length > 0 && int.Parse(port, CultureInfo.InvariantCulture) > IPEndPoint.MaxPort)
        {
            throw Bad("The port of the scoring URI is not one of 1 to 65535.");
        }
    }

    /// <summary>
    /// A host name, an IPv4 address, or an IPv6 address in brackets. A name that ends in a number is an address to some
    /// platforms and none to others, so that only four plain numbers pass.
    /// </summary>
    private static bool IsHost(string text) =>
        text.StartsWith('[') ? !text.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(text[1..^1], out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
        : EndsInNumber().IsMatch(text) ? Address().IsMatch(text)
        : HostName().IsMatch(text);

    [GeneratedRegex(@"\A(?<host>\[[^\]]*\]|[^:\[\]]*)(:(?<port>[1-9][0-9]{0,4})?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"\A[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex HostName();

    [GeneratedRegex(@"(\A|\.)([0-9]+|0[xX][0-9A-Fa-f]*)\.?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex EndsInNumber();

    [GeneratedRegex(@"\A(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex(@"\A([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PathOrQuery();

    private static ScoringException Bad(string message, Exception? cause = null) => new(ScoringErrorKind.Configuration, message, cause);
}
