package scoring

import (
	"net"
	"net/http"
	"time"
)

// idleConnections is the number of idle connections that a client keeps. Up to
// that many concurrent calls can be repeated without opening new connections.
const idleConnections = 128

// headerLimit is the maximum size of a reply's headers in bytes. The default of
// net/http is ten megabytes.
const headerLimit = 256 << 10

// newTransport returns the transport of one client. It is based on
// [http.DefaultTransport], so that its proxy and TLS settings apply.
func newTransport(connectTimeout time.Duration) *http.Transport {
	var transport *http.Transport
	if platform, ok := http.DefaultTransport.(*http.Transport); ok {
		transport = platform.Clone()
	} else {
		// The application has replaced DefaultTransport with another type.
		transport = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	}
	// A dial continues after the call that started it has ended, so that other
	// calls can use the connection. It therefore needs a limit that does not depend
	// on a call. The limit is longer than the watchdog's, so that a call always
	// reports the watchdog's error.
	spare := max(connectTimeout, connectTimeout+time.Second) // the sum may overflow
	transport.DialContext = (&net.Dialer{Timeout: spare}).DialContext
	transport.TLSHandshakeTimeout = spare
	transport.ResponseHeaderTimeout = 0
	transport.MaxResponseHeaderBytes = headerLimit
	// exchange decompresses replies, so that an error can show invalid gzip data.
	transport.DisableCompression = true
	transport.MaxIdleConns = idleConnections
	transport.MaxIdleConnsPerHost = idleConnections
	transport.MaxConnsPerHost = 0
	return transport
}
