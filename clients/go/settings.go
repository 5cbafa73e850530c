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

// settings is the configuration of a client.
type settings struct {
	callLimits

	uri            *url.URL
	key            secret
	secondaryKey   secret
	caCertificates *string        // PEM; nil if not set
	authorities    *x509.CertPool // nil for those of the platform
	connectTimeout time.Duration
	replyLimit     int64             // in bytes, below the maximum, so that one can be added
	transport      http.RoundTripper // nil for the client's own
	application    *string           // nil if not set
	getenv         func(name string) string
	logger         *slog.Logger
}

// callLimits are the settings that a call can replace.
type callLimits struct {
	retries        int
	retriesSet     bool // by an option, so that the environment does not matter
	attemptTimeout time.Duration
	overallTimeout time.Duration
}

// with returns the limits that a call with options has.
func (l callLimits) with(options []CallOption) (callLimits, *Error) {
	for _, option := range options {
		option.applyToCall(&l)
	}
	return l, l.check()
}

// check returns an error if no call can be made with the limits.
func (l callLimits) check() *Error {
	switch {
	case l.retries < 0:
		return misconfigured("the number of retries is %d, but must not be negative", l.retries)
	case l.attemptTimeout <= 0:
		return misconfigured("the attempt timeout is %v, but must be greater than zero", l.attemptTimeout)
	case l.overallTimeout <= 0:
		return misconfigured("the overall timeout is %v, but must be greater than zero", l.overallTimeout)
	default:
		return nil
	}
}

// configure combines explicit arguments with environment variables and validates
// the result. Arguments take precedence. Only configure reads the environment.
func configure(uri string, options []Option) (settings, *Error) {
	s := settings{
		callLimits: callLimits{
			retries:        DefaultRetries,
			attemptTimeout: DefaultAttemptTimeout,
			overallTimeout: DefaultOverallTimeout,
		},
		connectTimeout: DefaultConnectTimeout,
		replyLimit:     DefaultReplyLimit,
		getenv:         os.Getenv,
	}
	for _, option := range options {
		option.applyToClient(&s)
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
	case s.application != nil && !isHeaderText(*s.application):
		return misconfigured(
			"the application name is empty, begins or ends with a space, or contains a character that is not printable ASCII",
		)
	case s.connectTimeout <= 0:
		return misconfigured("the connect timeout is %v, but must be greater than zero", s.connectTimeout)
	case s.replyLimit <= 0:
		return misconfigured("the reply limit is %d bytes, but must be greater than zero", s.replyLimit)
	default:
		return s.callLimits.check()
	}
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
