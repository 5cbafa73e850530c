package scoring

import (
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"
)

// The environment variables that stand in for arguments that are not given. An
// empty one counts as not set.
const (
	uriVariable = "AZUREML_SCORING_URI"
	keyVariable = "AZUREML_SCORING_KEY"
)

// The limits of a client that is given none.
const (
	DefaultConnectTimeout = 10 * time.Second
	DefaultAttemptTimeout = 60 * time.Second
)

// Option is one setting of [NewClient]. A bad value is reported there.
type Option func(*settings)

// WithKey sets the key that is sent as Authorization: Bearer. It consists of
// visible ASCII characters, at least one. Without it AZUREML_SCORING_KEY
// counts, and if that is not set no such header is sent.
func WithKey(key string) Option {
	credential := newSecret(key)
	return func(s *settings) { s.key = credential }
}

// WithConnectTimeout limits the making of a connection, from the look-up of
// the name to the end of the TLS handshake. It is greater than zero;
// [DefaultConnectTimeout] if not given.
func WithConnectTimeout(limit time.Duration) Option {
	return func(s *settings) { s.connectTimeout = limit }
}

// WithAttemptTimeout limits one request on its connection, from its first byte
// to the last byte of the reply. It is greater than zero;
// [DefaultAttemptTimeout] if not given.
func WithAttemptTimeout(limit time.Duration) Option {
	return func(s *settings) { s.attemptTimeout = limit }
}

// WithApplication puts an application's name, such as "shop/1.2", before this
// library's own in the User-Agent. It consists of printable ASCII characters,
// at least one, with no blank at either end.
func WithApplication(name string) Option {
	return func(s *settings) { s.application = &name }
}

// WithEnvironment looks up the variables with getenv, which returns "" for one
// that is not set; [os.Getenv] if not given.
func WithEnvironment(getenv func(name string) string) Option {
	return func(s *settings) { s.getenv = getenv }
}

// WithLogger writes one record a call to logger, at level debug: how the call
// ended and how long it took, neither numbers nor bodies nor the key. Nil, the
// default, is silent.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) { s.logger = logger }
}

// settings is the configuration of a client.
type settings struct {
	uri            *url.URL
	key            secret
	connectTimeout time.Duration
	attemptTimeout time.Duration
	application    *string // nil if there is none
	getenv         func(name string) string
	logger         *slog.Logger
}

// configure puts arguments and environment together and checks them. What is
// given explicitly wins; nothing else reads the environment.
func configure(uri string, options []Option) (settings, *Error) {
	s := settings{
		connectTimeout: DefaultConnectTimeout,
		attemptTimeout: DefaultAttemptTimeout,
		getenv:         os.Getenv,
	}
	for _, option := range options {
		option(&s)
	}
	if uri == "" {
		uri = s.getenv(uriVariable)
	}
	if !s.key.isSet() {
		if key := s.getenv(keyVariable); key != "" {
			s.key = newSecret(key)
		}
	}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	var err *Error
	if s.uri, err = parseScoringURI(uri); err != nil {
		return settings{}, err
	}
	return s, s.check()
}

// check refuses what no request could be made with.
func (s *settings) check() *Error {
	switch {
	case s.key.isSet() && s.key.reveal() == "":
		return misconfigured("the key is empty")
	case s.key.isSet() && !isWithin(s.key.reveal(), '!', '~'):
		return misconfigured("the key holds a character that is not visible ASCII")
	case s.application != nil && !isApplication(*s.application):
		return misconfigured("the application's name is empty, has a blank at an end or a character that is not printable ASCII")
	case s.connectTimeout <= 0:
		return misconfigured("the connect timeout is %v and has to be greater than zero", s.connectTimeout)
	case s.attemptTimeout <= 0:
		return misconfigured("the attempt timeout is %v and has to be greater than zero", s.attemptTimeout)
	}
	return nil
}

// isApplication tells whether a header can carry name as it is.
func isApplication(name string) bool {
	return name != "" && strings.Trim(name, " ") == name && isWithin(name, ' ', '~')
}

// isWithin tells whether all of text lies between two characters.
func isWithin(text string, low, high rune) bool {
	for _, r := range text {
		if r < low || r > high {
			return false
		}
	}
	return true
}
