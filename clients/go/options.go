package scoring

import (
	"crypto/x509"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// The environment variables that are used if the corresponding argument is not
// given. An empty variable counts as unset.
const (
	uriVariable          = "AZUREML_SCORING_URI"
	keyVariable          = "AZUREML_SCORING_KEY"
	secondaryKeyVariable = "AZUREML_SCORING_SECONDARY_KEY"
	caFileVariable       = "AZUREML_SCORING_CA_FILE"
	retriesVariable      = "AZUREML_SCORING_RETRIES"
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
type Option func(*settings)

// WithKey sets the key, which is sent as Authorization: Bearer <key>. It must
// consist of one or more visible ASCII characters. Without this option, the
// environment variable AZUREML_SCORING_KEY is used; if that is not set either,
// no Authorization header is sent.
func WithKey(key string) Option {
	credential := newSecret(key)
	return func(s *settings) { s.key = credential }
}

// WithSecondaryKey sets a second key of the service, which is used if the first is
// refused with status 401: it is sent at once and by all later calls, until it is
// refused in turn. It is checked like the key, and needs one. Without this option,
// the environment variable AZUREML_SCORING_SECONDARY_KEY is used.
func WithSecondaryKey(key string) Option {
	credential := newSecret(key)
	return func(s *settings) { s.secondaryKey = credential }
}

// WithCACertificates sets the authorities to trust for an https URI, as
// certificates in PEM. Without this option, the file that the environment variable
// AZUREML_SCORING_CA_FILE names is used, or else the authorities of the platform.
func WithCACertificates(pem string) Option {
	return func(s *settings) { s.caCertificates = &pem }
}

// WithRetries sets the number of further attempts after one that failed for a
// reason that may pass. 0 turns them off. Without this option, the environment
// variable AZUREML_SCORING_RETRIES is used, or else [DefaultRetries].
func WithRetries(count int) Option {
	return func(s *settings) { s.retries, s.retriesSet = count, true }
}

// WithOverallTimeout limits the time of one call, with all its attempts and the
// waits between them. It must be greater than zero. The default is
// [DefaultOverallTimeout].
func WithOverallTimeout(limit time.Duration) Option {
	return func(s *settings) { s.overallTimeout = limit }
}

// WithConnectTimeout limits the time to make a connection, from the name lookup
// to the end of the TLS handshake. It must be greater than zero. The default is
// [DefaultConnectTimeout].
func WithConnectTimeout(limit time.Duration) Option {
	return func(s *settings) { s.connectTimeout = limit }
}

// WithAttemptTimeout limits the time of one request once it has a connection,
// from the first byte of the request to the last byte of the reply. It must be
// greater than zero. The default is [DefaultAttemptTimeout].
func WithAttemptTimeout(limit time.Duration) Option {
	return func(s *settings) { s.attemptTimeout = limit }
}

// WithReplyLimit limits the size of a reply's body in bytes, as received and as
// decompressed. A larger reply of status 2xx is an error of [KindResponseFormat],
// and of a larger error page only the beginning is kept. It must be greater than
// zero. The default is [DefaultReplyLimit].
func WithReplyLimit(bytes int64) Option {
	return func(s *settings) { s.replyLimit = bytes }
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
	return func(s *settings) { s.transport = transport }
}

// WithApplication puts the name of an application, such as "shop/1.2", before
// the name of this library in the User-Agent header. It must consist of one or
// more printable ASCII characters and not begin or end with a space.
func WithApplication(name string) Option {
	return func(s *settings) { s.application = &name }
}

// WithEnvironment sets the function that looks up environment variables. It
// returns "" for a variable that is not set. The default is [os.Getenv].
func WithEnvironment(getenv func(name string) string) Option {
	return func(s *settings) { s.getenv = getenv }
}

// WithLogger makes the client log to logger: one record per further attempt, at
// level info, with the number of attempts so far, how the last one ended, and how
// long the call waits; and one per call, at level debug, with its outcome and
// duration. Both have the client's request ID. No record contains numbers sent or
// received, a body, or a key. If logger is nil, the default, nothing is logged.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) { s.logger = logger }
}

// settings is the configuration of a client.
type settings struct {
	uri            *url.URL
	key            secret
	secondaryKey   secret
	caCertificates *string        // PEM; nil if not set
	authorities    *x509.CertPool // nil for those of the platform
	retries        int
	retriesSet     bool
	overallTimeout time.Duration
	connectTimeout time.Duration
	attemptTimeout time.Duration
	replyLimit     int64             // in bytes, below the maximum, so that one can be added
	transport      http.RoundTripper // nil for the client's own
	application    *string           // nil if not set
	getenv         func(name string) string
	logger         *slog.Logger
}

// configure combines explicit arguments with environment variables and validates
// the result. Arguments take precedence. Only configure reads the environment.
func configure(uri string, options []Option) (settings, *Error) {
	s := settings{
		connectTimeout: DefaultConnectTimeout,
		attemptTimeout: DefaultAttemptTimeout,
		overallTimeout: DefaultOverallTimeout,
		retries:        DefaultRetries,
		replyLimit:     DefaultReplyLimit,
		getenv:         os.Getenv,
	}
	for _, option := range options {
		option(&s)
	}
	if uri == "" {
		uri = s.getenv(uriVariable)
	}
	s.replyLimit = min(s.replyLimit, math.MaxInt64-1)
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	var err *Error
	if s.uri, err = parseScoringURI(uri); err != nil {
		return settings{}, err
	}
	if err := s.lookUp(); err != nil {
		return settings{}, err
	}
	return s, s.check()
}

// lookUp takes what was not given from the environment.
func (s *settings) lookUp() *Error {
	for name, key := range map[string]*secret{keyVariable: &s.key, secondaryKeyVariable: &s.secondaryKey} {
		if value := s.getenv(name); value != "" && !key.isSet() {
			*key = newSecret(value)
		}
	}
	if text := s.getenv(retriesVariable); text != "" && !s.retriesSet {
		count, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return misconfigured("%s is not a whole number from 0", retriesVariable)
		}
		s.retries = int(count)
	}
	if name := s.getenv(caFileVariable); name != "" && s.caCertificates == nil && s.transport == nil {
		content, err := os.ReadFile(name) //nolint:gosec // the user of the program names it
		if err != nil {
			return misconfigured("the file that %s names cannot be read: %v", caFileVariable, err)
		}
		text := string(content)
		s.caCertificates = &text
	}
	if s.caCertificates == nil {
		return nil
	}
	var err *Error
	s.authorities, err = parseAuthorities(*s.caCertificates)
	return err
}

// check returns an error if no request can be made with the settings.
func (s *settings) check() *Error {
	if err := checkKey("key", s.key); err != nil {
		return err
	}
	if err := checkKey("secondary key", s.secondaryKey); err != nil {
		return err
	}
	switch {
	case s.secondaryKey.isSet() && !s.key.isSet():
		return misconfigured("there is a secondary key, but no key")
	case s.transport != nil && s.caCertificates != nil:
		return misconfigured("CA certificates cannot be combined with a transport, which has its own")
	case isUnverified(s.transport):
		return misconfigured(
			"the transport does not verify certificates: its InsecureSkipVerify is set without VerifyConnection",
		)
	case s.retries < 0:
		return misconfigured("the number of retries is %d, but must not be negative", s.retries)
	case s.overallTimeout <= 0:
		return misconfigured("the overall timeout is %v, but must be greater than zero", s.overallTimeout)
	case s.application != nil && !isHeaderText(*s.application):
		return misconfigured(
			"the application name is empty, begins or ends with a space, or contains a character that is not printable ASCII",
		)
	case s.connectTimeout <= 0:
		return misconfigured("the connect timeout is %v, but must be greater than zero", s.connectTimeout)
	case s.attemptTimeout <= 0:
		return misconfigured("the attempt timeout is %v, but must be greater than zero", s.attemptTimeout)
	case s.replyLimit <= 0:
		return misconfigured("the reply limit is %d bytes, but must be greater than zero", s.replyLimit)
	}
	return nil
}

// checkKey returns an error if a key is set and cannot be sent in a header.
func checkKey(name string, key secret) *Error {
	switch {
	case key.isSet() && key.reveal() == "":
		return misconfigured("the %s is empty", name)
	case key.isSet() && !isWithin(key.reveal(), '!', '~'):
		return misconfigured("the %s contains a character that is not visible ASCII", name)
	}
	return nil
}

// isHeaderText reports whether text can be sent unchanged in a header.
func isHeaderText(text string) bool {
	return text != "" && strings.Trim(text, " ") == text && isWithin(text, ' ', '~')
}

// isWithin reports whether every character of text is between low and high.
func isWithin(text string, low, high rune) bool {
	for _, r := range text {
		if r < low || r > high {
			return false
		}
	}
	return true
}
