package scoring

import (
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// What a scoring URI is made of: RFC 3986, and of its hosts those that a name
// server or a socket knows. All siblings have the same rules.
var (
	hostName    = regexp.MustCompile(`^` + hostLabel + `(\.` + hostLabel + `)*\.?$`)
	hostNumber  = regexp.MustCompile(`(^|\.)([0-9]+|0[xX][0-9a-fA-F]*)\.?$`)
	portNumber  = regexp.MustCompile(`^[1-9][0-9]{0,4}$`)
	pathOrQuery = regexp.MustCompile(`^([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$`)
)

const hostLabel = `[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?`

// parseScoringURI reads an absolute http or https URI, whose path and query go
// out as they were given: net/url keeps what is well escaped. It returns an
// error of [KindConfiguration] that does not quote the URI: a password may be
// in it.
func parseScoringURI(uri string) (*url.URL, *Error) {
	if uri == "" {
		return nil, misconfigured("no scoring URI: give one, or set %s", uriVariable)
	}
	if !isWithin(uri, '!', '~') {
		return nil, misconfigured("the scoring URI holds a character that is not visible ASCII")
	}
	scheme, rest, absolute := strings.Cut(uri, "://")
	if !absolute || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return nil, misconfigured("the scoring URI does not begin with http:// or https://")
	}
	if strings.Contains(uri, "#") {
		return nil, misconfigured("the scoring URI has a fragment")
	}
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	authority, target := rest[:end], rest[end:]
	if strings.Contains(authority, "@") {
		return nil, misconfigured("the scoring URI holds user information")
	}
	host, port := splitPort(authority)
	if !isHost(host) {
		return nil, misconfigured("the scoring URI has no host that a connection can be made to")
	}
	if number, _ := strconv.Atoi(port); port != "" && (!portNumber.MatchString(port) || number > 65535) {
		return nil, misconfigured("the scoring URI has a port that is not one of 1 to 65535")
	}
	if !pathOrQuery.MatchString(target) {
		return nil, misconfigured("the scoring URI's path or query holds a character or an escape that no URI may hold")
	}
	parsed, err := url.Parse(uri)
	if err != nil {
		return nil, misconfigured("the scoring URI is not a URI")
	}
	return parsed, nil
}

// splitPort splits an authority at the colon before its port, if it has one.
func splitPort(authority string) (host, port string) {
	colon := strings.LastIndexByte(authority, ':')
	if colon < 0 || strings.HasSuffix(authority, "]") {
		return authority, ""
	}
	return authority[:colon], authority[colon+1:]
}

// isHost tells whether text is a host name, an IPv4 address, or an IPv6 address
// in brackets. A name that ends in a number is an address to some platforms and
// none to others, so that only four plain numbers pass.
func isHost(text string) bool {
	if inner, bracketed := strings.CutPrefix(text, "["); bracketed {
		address, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		return err == nil && strings.HasSuffix(inner, "]") && address.Is6() && address.Zone() == ""
	}
	if hostNumber.MatchString(text) {
		// ParseAddr takes no leading zeros, which some platforms take for octal.
		address, err := netip.ParseAddr(text)
		return err == nil && address.Is4()
	}
	return hostName.MatchString(text)
}

// originOf returns scheme, host and port of a URI, which hold no secret.
func originOf(uri *url.URL) string { return uri.Scheme + "://" + uri.Host }
