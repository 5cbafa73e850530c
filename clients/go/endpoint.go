package scoring

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// endpoint is a scoring URI whose path and query go out as they were given:
// nothing is decoded, encoded or cleaned.
type endpoint struct {
	url *url.URL
	// path is the path as it was given, or "/" where there was none.
	path string
}

// parseEndpoint reads an absolute http or https URI. It returns an error of
// [KindConfiguration] that does not quote the URI: a password may be in it.
func parseEndpoint(uri string) (endpoint, *Error) {
	if uri == "" {
		return endpoint{}, misconfigured("no scoring URI: give one, or set %s", uriVariable)
	}
	if !isWithin(uri, '!', '~') {
		return endpoint{}, misconfigured("the scoring URI holds a character that is not visible ASCII")
	}
	if strings.Contains(uri, "#") {
		return endpoint{}, misconfigured("the scoring URI has a fragment")
	}
	parsed, err := url.Parse(uri)
	switch {
	case err != nil:
		return endpoint{}, misconfigured("the scoring URI is not a URI")
	case parsed.Scheme != "http" && parsed.Scheme != "https", parsed.Opaque != "":
		return endpoint{}, misconfigured("the scoring URI does not begin with http:// or https://")
	case parsed.User != nil:
		return endpoint{}, misconfigured("the scoring URI holds user information")
	case parsed.Hostname() == "":
		return endpoint{}, misconfigured("the scoring URI has no host")
	}
	if port := parsed.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return endpoint{}, misconfigured("the scoring URI has a port above 65535")
		}
	}

	path := rawPath(uri)
	if parsed.EscapedPath() != path && strings.HasPrefix(path, "//") {
		// net/url would escape it, and Opaque cannot hold what begins with "//".
		return endpoint{}, misconfigured("the scoring URI's path begins with // and holds a character that no URI may hold")
	}
	return endpoint{url: parsed, path: path}, nil
}

// rawPath cuts the path out of an absolute URI.
func rawPath(uri string) string {
	_, rest, _ := strings.Cut(uri, "://")
	rest, _, _ = strings.Cut(rest, "?")
	_, path, _ := strings.Cut(rest, "/")
	return "/" + path
}

// origin returns scheme, host and port, which hold no secret.
func (e endpoint) origin() string { return e.url.Scheme + "://" + e.url.Host }

// requestURL returns the URL for one request, which proxy may send elsewhere.
//
// net/url keeps a path that is well escaped. It escapes characters that no URI
// may hold, such as |, unless the path is given as the opaque part; and behind
// a clear-text proxy the opaque part has to name the host too.
func (e endpoint) requestURL(proxy func(*http.Request) (*url.URL, error)) *url.URL {
	exact := *e.url
	if exact.EscapedPath() == e.path || exact.Path == "" {
		return &exact
	}
	exact.Opaque = e.path
	if exact.Scheme == "http" && proxy != nil {
		if through, err := proxy(&http.Request{URL: e.url}); err == nil && through != nil && strings.HasPrefix(through.Scheme, "http") {
			exact.Opaque = "//" + exact.Host + e.path
		}
	}
	return &exact
}
