package scoring

import (
	"net"
	"net/http"
	"time"
)

// idleConnections is how many unused connections a client keeps: as many calls
// can come at once, and again, without a new one.
const idleConnections = 128

// headerLimit is how many bytes of headers are read; the platform's own limit
// is ten megabytes.
const headerLimit = 256 << 10

// newTransport returns the connections of one client. It begins with the
// platform's transport, and so with its proxies and its trust.
func newTransport(connectTimeout time.Duration) *http.Transport {
	var transport *http.Transport
	if platform, ok := http.DefaultTransport.(*http.Transport); ok {
		transport = platform.Clone()
	} else {
		// The application has put something of its own there.
		transport = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	}
	// A dial goes on for the sake of other calls when the one that wanted it has
	// ended, so it needs limits of its own. They are longer than the watchdog's,
	// for that one alone to say what a call ran into.
	spare := max(connectTimeout, connectTimeout+time.Second) // the sum may overflow
	transport.DialContext = (&net.Dialer{Timeout: spare}).DialContext
	transport.TLSHandshakeTimeout = spare
	transport.ResponseHeaderTimeout = 0
	transport.MaxResponseHeaderBytes = headerLimit
	// exchange does it, which can still show what it could not decompress.
	transport.DisableCompression = true
	transport.MaxIdleConns = idleConnections
	transport.MaxIdleConnsPerHost = idleConnections
	transport.MaxConnsPerHost = 0
	return transport
}
