package scoring

import (
	"log/slog"
	"net/http"
	"time"
)

// The default limits.
const (
	DefaultConnectTimeout       = 10 * time.Second
	DefaultAttemptTimeout       = 60 * time.Second
	DefaultOverallTimeout       = 300 * time.Second
	DefaultRetries              = 3
	DefaultReplyLimit     int64 = 64 << 20 // in bytes
)

// Option is a setting for [NewClient], which also reports invalid values.
type Option interface{ applyToClient(s *settings) }

// CallOption is a setting for [NewClient], or for one call with [Call], which also
// reports invalid values. In a call it replaces the client's setting.
type CallOption interface {
	Option

	applyToCall(l *callLimits)
}

type clientOption func(s *settings)

func (o clientOption) applyToClient(s *settings) { o(s) }

type callOption func(l *callLimits)

func (o callOption) applyToClient(s *settings) { o(&s.callLimits) }
func (o callOption) applyToCall(l *callLimits) { o(l) }

// WithKey sets the key, which is sent as Authorization: Bearer <key>. It must
// consist of one or more visible ASCII characters. Without this option, the
// environment variable AZUREML_SCORING_KEY is used; if that is not set either,
// no Authorization header is sent.
func WithKey(key string) Option {
	credential := newSecret(key)
	return clientOption(func(s *settings) { s.key = credential })
}

// WithSecondaryKey sets a second key of the service, which is used if the first is
// refused with status 401: it is sent at once and by all later calls, until it is
// refused in turn. It is checked like the key, and needs one. Without this option,
// the environment variable AZUREML_SCORING_SECONDARY_KEY is used.
func WithSecondaryKey(key string) Option {
	credential := newSecret(key)
	return clientOption(func(s *settings) { s.secondaryKey = credential })
}

// WithCACertificates sets the authorities to trust for an https URI, as
// certificates in PEM. Without this option, the file that the environment variable
// AZUREML_SCORING_CA_FILE names is used, or else the authorities of the platform.
func WithCACertificates(pem string) Option {
	return clientOption(func(s *settings) { s.caCertificates = &pem })
}

// WithRetries sets the number of further attempts after one that failed for a
// reason that may pass. 0 turns them off. Without this option, the environment
// variable AZUREML_SCORING_RETRIES is used, or else [DefaultRetries].
func WithRetries(count int) CallOption {
	return callOption(func(l *callLimits) { l.retries, l.retriesSet = count, true })
}

// WithOverallTimeout limits the time of one call, with all its attempts and the
// waits between them. It must be greater than zero. The default is
// [DefaultOverallTimeout].
func WithOverallTimeout(limit time.Duration) CallOption {
	return callOption(func(l *callLimits) { l.overallTimeout = limit })
}

// WithConnectTimeout limits the time to make a connection, from the name lookup
// to the end of the TLS handshake. It must be greater than zero. The default is
// [DefaultConnectTimeout].
func WithConnectTimeout(limit time.Duration) Option {
	return clientOption(func(s *settings) { s.connectTimeout = limit })
}

// WithAttemptTimeout limits the time of one request once it has a connection,
// from the first byte of the request to the last byte of the reply. It must be
// greater than zero. The default is [DefaultAttemptTimeout].
func WithAttemptTimeout(limit time.Duration) CallOption {
	return callOption(func(l *callLimits) { l.attemptTimeout = limit })
}

// WithReplyLimit limits the size of a reply's body in bytes, as received and as
// decompressed. A larger reply of status 2xx is an error of [KindResponseFormat],
// and of a larger error page only the beginning is kept. It must be greater than
// zero. The default is [DefaultReplyLimit].
func WithReplyLimit(bytes int64) Option {
	return clientOption(func(s *settings) { s.replyLimit = bytes })
}

// WithTransport makes the client send its requests with a transport of the
// caller's, for example for mutual TLS, for tracing, or for a fake. What the client
// promises holds with it, as far as the transport keeps the contract of
// [http.RoundTripper]: it must not follow redirects or repeat requests, and must
// end with the request's context. The limit for connecting applies if it reports
// connections to [net/http/httptrace], as an [*http.Transport] does. It decides
// about TLS, proxies and connections itself; WithCACertificates cannot be combined
// with it, and an [*http.Transport] that does not verify certificates is refused.
// If transport is nil, the client uses its own.
func WithTransport(transport http.RoundTripper) Option {
	return clientOption(func(s *settings) { s.transport = transport })
}

// WithApplication puts the name of an application, such as "shop/1.2", before
// the name of this library in the User-Agent header. It must consist of one or
// more printable ASCII characters and not begin or end with a space.
func WithApplication(name string) Option {
	return clientOption(func(s *settings) { s.application = &name })
}

// WithEnvironment sets the function that looks up environment variables. It
// returns "" for a variable that is not set. The default is [os.Getenv].
func WithEnvironment(getenv func(name string) string) Option {
	return clientOption(func(s *settings) { s.getenv = getenv })
}

// WithLogger makes the client log to logger: one record per further attempt, at
// level info, with the number of attempts so far, how the last one ended, and how
// long the call waits; and one per call, at level debug, with its outcome and
// duration. Both have the client's request ID. No record contains numbers sent or
// received, a body, or a key. If logger is nil, the default, nothing is logged.
func WithLogger(logger *slog.Logger) Option {
	return clientOption(func(s *settings) { s.logger = logger })
}
