package scoring

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	// idleConnections is the number of idle connections that a client keeps. Up to
	// that many concurrent calls can be repeated without opening new connections.
	idleConnections = 128

	// idleTimeout is how long an idle connection is kept.
	idleTimeout = 90 * time.Second

	// connectionLifetime is how long new requests use a connection, even a busy one,
	// so that changes of DNS take effect.
	connectionLifetime = 15 * time.Minute

	// pingAfter is how long an HTTP/2 connection may be silent before it is asked
	// whether it is alive: it is not closed when a request on it times out.
	pingAfter = 15 * time.Second

	// headerLimit is the maximum size of a reply's headers in bytes, those of interim
	// replies included. The default of net/http is ten megabytes.
	headerLimit = 256 << 10
)

// newTransport returns a transport with the limits of this package. It takes
// nothing from [http.DefaultTransport], which any package of a program can
// change, for example so that certificates are not verified. authorities are those
// to trust, or nil for those of the platform.
func newTransport(connectTimeout time.Duration, authorities *x509.CertPool) *http.Transport {
	// A dial continues after the call that started it has ended, so that other
	// calls can use the connection. It therefore needs a limit that does not depend
	// on a call. The limit is longer than the watchdog's, so that a call always
	// reports the watchdog's error.
	spare := max(connectTimeout, connectTimeout+time.Second) // the sum may overflow
	dialer := &net.Dialer{Timeout: spare}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &guardedConn{Conn: conn}, nil
		},
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: authorities},
		TLSHandshakeTimeout:    spare,
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter},
		MaxResponseHeaderBytes: headerLimit,
		// bodyLimits decompresses replies, so that an error can show invalid gzip data.
		DisableCompression:  true,
		MaxIdleConns:        idleConnections,
		MaxIdleConnsPerHost: idleConnections,
		IdleConnTimeout:     idleTimeout,
	}
}

// pool is the transport of a client. It limits the lifetime of connections, which
// net/http does only for idle ones: after that time new requests use a new
// [http.Transport], and the connections of the old one end as they become idle.
type pool struct {
	create func() *http.Transport

	mu      sync.Mutex // guards current and expires
	current *http.Transport
	expires time.Time
}

func newPool(connectTimeout time.Duration, authorities *x509.CertPool) *pool {
	return &pool{create: func() *http.Transport { return newTransport(connectTimeout, authorities) }}
}

// RoundTrip makes one request.
func (p *pool) RoundTrip(request *http.Request) (*http.Response, error) {
	return p.transport().RoundTrip(request)
}

// transport returns the transport for the next request.
func (p *pool) transport() *http.Transport {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.current != nil && now.Before(p.expires) {
		return p.current
	}
	if p.current != nil {
		// Those in use are closed when they have been idle for idleTimeout.
		p.current.CloseIdleConnections()
	}
	p.current, p.expires = p.create(), now.Add(connectionLifetime)
	return p.current
}

func (p *pool) closeIdleConnections() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != nil {
		p.current.CloseIdleConnections()
	}
}
