using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AzureML.Scoring;

/// <summary>
/// Validates the scoring URI and keeps its path and query unchanged. Characters and escapes are those of RFC 3986; hosts are
/// limited to those that DNS or a socket accepts. The clients for the other languages have the same rules.
/// </summary>
internal static partial class ScoringUri
{
    private const string NotAllowed = "the scoring URI contains a character or escape that is not allowed in a URI";
    private const string NotHostAndPort = "the scoring URI has an invalid host or port";

    /// <summary>Creates a <see cref="Uri"/> whose path and query are those of the text, character by character.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the text is not a valid scoring URI.</exception>
    /// <remarks>The messages do not quote the text, because a URI can contain a secret.</remarks>
    public static Uri Parse(string text)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E'))
        {
            throw Bad(NotAllowed);
        }

        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw Bad("the scoring URI does not start with http:// or https://");
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            throw Bad("the scoring URI contains a fragment");
        }

        int authorityStart = text.IndexOf("://", StringComparison.Ordinal) + 3;
        int authorityLength = text.AsSpan(authorityStart).IndexOfAny('/', '?');
        int authorityEnd = authorityLength < 0 ? text.Length : authorityStart + authorityLength;
        CheckAuthority(text[authorityStart..authorityEnd]);
        if (!PathOrQuery.IsMatch(text[authorityEnd..]))
        {
            throw Bad(NotAllowed);
        }

        // HTTP does not allow an empty path, and the option below keeps the platform from inserting one.
        bool hasPath = authorityEnd < text.Length && text[authorityEnd] == '/';
        string withPath = hasPath ? text : text.Insert(authorityEnd, "/");
        try
        {
            return new Uri(withPath, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        }
        catch (UriFormatException e)
        {
            throw Bad(NotHostAndPort, e);
        }
    }

    /// <summary>A resource at the root of the service: the scoring URI without its query and with its last segment, <c>score</c>, replaced.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the last segment is another one.</exception>
    public static Uri Below(Uri scoringUri, string name)
    {
        const string LastSegment = "score";
        string text = scoringUri.OriginalString.Split('?')[0];
        return text.EndsWith("/" + LastSegment, StringComparison.Ordinal)
            ? Parse(text[..^LastSegment.Length] + name)
            : throw Bad($"the path of the scoring URI does not end in /{LastSegment}, so the root of the service is not known");
    }

    /// <summary>The part of a URI that can be shown: a path or a query can contain a secret.</summary>
    public static string Origin(Uri uri) => $"{uri.Scheme}://{uri.Authority}";

    /// <summary>The part of a URI that can be shown; empty if the text is not a URI.</summary>
    public static string Origin(string? text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? Origin(uri) : "";

    private static void CheckAuthority(string authority)
    {
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            throw Bad("the scoring URI contains user information");
        }

        Match parts = HostAndPort.Match(authority);
        if (!parts.Success || !IsHost(parts.Groups["host"].Value))
        {
            bool hasNoHost = parts.Success && parts.Groups["host"].Length == 0;
            throw Bad(hasNoHost ? "the scoring URI has no host" : NotHostAndPort);
        }

        string port = parts.Groups["port"].Value;
        if (port.Length > 0 && int.Parse(port, CultureInfo.InvariantCulture) > IPEndPoint.MaxPort)
        {
            throw Bad("the scoring URI has a port outside 1 to 65535");
        }
    }

    /// <summary>
    /// True for a host name, an IPv4 address, or an IPv6 address in brackets. Only some platforms read a name that ends in a
    /// number as an address, so such a name must be four plain decimal numbers.
    /// </summary>
    private static bool IsHost(string text) =>
        text.StartsWith('[') ? !text.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(text[1..^1], out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
        : EndsInNumber.IsMatch(text) ? Address.IsMatch(text)
        : HostName.IsMatch(text);

    [GeneratedRegex(@"\A(?<host>\[[^\]]*\]|[^:\[\]]*)(:(?<port>[1-9][0-9]{0,4})?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex HostAndPort { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex HostName { get; }

    [GeneratedRegex(@"(\A|\.)([0-9]+|0[xX][0-9A-Fa-f]*)\.?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex EndsInNumber { get; }

    [GeneratedRegex(@"\A(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"\A([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PathOrQuery { get; }

    private static ScoringException Bad(string message, Exception? cause = null) => new(ScoringErrorKind.Configuration, message, cause);
}
