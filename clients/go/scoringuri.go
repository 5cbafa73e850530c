package scoring

import (
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// The syntax of a scoring URI is that of RFC 3986, but a host must also be a DNS
// name or an IP address. The clients in the other languages apply the same rules.
var (
	hostName    = regexp.MustCompile(`^` + hostLabel + `(\.` + hostLabel + `)*\.?$`)
	hostNumber  = regexp.MustCompile(`(^|\.)([0-9]+|0[xX][0-9a-fA-F]*)\.?$`)
	portNumber  = regexp.MustCompile(`^[1-9][0-9]{0,4}$`)
	pathOrQuery = regexp.MustCompile(`^([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$`)
)

// disallowedInURI is the message for a character or escape that RFC 3986 does not
// allow.
const disallowedInURI = "the scoring URI contains a character or escape that is not allowed in a URI"

const hostLabel = `[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?`

// parseScoringURI parses an absolute http or https URI. Its path and query are
// sent exactly as given, because net/url preserves valid escapes. The error has
// [KindConfiguration] and does not quote the URI, which may contain a password.
func parseScoringURI(uri string) (*url.URL, *Error) {
	if uri == "" {
		return nil, misconfigured("the scoring URI is missing: pass one or set %s", uriVariable)
	}
	if !isWithin(uri, '!', '~') {
		return nil, misconfigured(disallowedInURI)
	}
	scheme, rest, absolute := strings.Cut(uri, "://")
	if !absolute || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return nil, misconfigured("the scoring URI does not start with http:// or https://")
	}
	if strings.Contains(uri, "#") {
		return nil, misconfigured("the scoring URI contains a fragment")
	}
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	authority, target := rest[:end], rest[end:]
	if strings.Contains(authority, "@") {
		return nil, misconfigured("the scoring URI contains user information")
	}
	host, port := splitPort(authority)
	if host == "" {
		return nil, misconfigured("the scoring URI has no host")
	}
	if !isHost(host) {
		return nil, misconfigured("the scoring URI has a host that is neither a valid name nor a valid IP address")
	}
	if number, _ := strconv.Atoi(port); port != "" && (!portNumber.MatchString(port) || number > 65535) {
		return nil, misconfigured("the scoring URI has a port outside 1 to 65535")
	}
	if !pathOrQuery.MatchString(target) {
		return nil, misconfigured(disallowedInURI)
	}
	parsed, err := url.Parse(uri)
	if err != nil {
		return nil, misconfigured("the scoring URI is not a valid URI")
	}
	return parsed, nil
}

// splitPort splits an authority at the colon before the port. If there is no
// colon, port is empty.
func splitPort(authority string) (host, port string) {
	colon := strings.LastIndexByte(authority, ':')
	if colon < 0 || strings.HasSuffix(authority, "]") {
		return authority, ""
	}
	return authority[:colon], authority[colon+1:]
}

// isHost reports whether text is a host name, an IPv4 address, or an IPv6 address
// in brackets. Some platforms treat every name that ends in a number as an IPv4
// address, others do not, so only four decimal numbers are accepted.
func isHost(text string) bool {
	if inner, bracketed := strings.CutPrefix(text, "["); bracketed {
		address, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		return err == nil && strings.HasSuffix(inner, "]") && address.Is6() && address.Zone() == ""
	}
	if hostNumber.MatchString(text) {
		// ParseAddr rejects leading zeros, which some platforms read as octal.
		address, err := netip.ParseAddr(text)
		return err == nil && address.Is4()
	}
	return hostName.MatchString(text)
}

// originOf returns the scheme, host and port of a URI, which contain no secret.
func originOf(uri *url.URL) string { return uri.Scheme + "://" + uri.Host }
