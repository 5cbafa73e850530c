package scoring

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
)

// mask is what is shown in the place of a credential.
const mask = "***"

// secret is a credential that shows itself as ***. The zero value is no
// credential at all.
//
// The text is held by a function: what prints a struct by reflection, fmt with
// an unexported field for one, calls no method and would show a string.
type secret struct {
	reveal  func() string
	pattern func() *regexp.Regexp // what it looks like in foreign text
}

func newSecret(text string) secret {
	return secret{
		reveal:  func() string { return text },
		pattern: sync.OnceValue(func() *regexp.Regexp { return echoOf(text) }),
	}
}

// isSet tells whether there is a credential.
func (s secret) isSet() bool { return s.reveal != nil }

func (s secret) String() string {
	if !s.isSet() {
		return ""
	}
	return mask
}

// Format makes every verb of fmt print the mask, %#v and %x included.
func (s secret) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(s.String())) }

// LogValue makes slog print the mask.
func (s secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON writes the mask.
func (s secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// redact replaces the credential in text by ***, also where it is written as
// part of a JSON string.
func (s secret) redact(text string) string {
	if !s.isSet() {
		return text
	}
	return s.pattern().ReplaceAllLiteralString(text, mask)
}

// places returns where the credential begins and ends in text, each time that
// it is there.
func (s secret) places(text []byte) [][]int {
	if !s.isSet() {
		return nil
	}
	return s.pattern().FindAllIndex(text, -1)
}

// redactError returns err, or if its text holds the credential an error with
// the masked text alone: the chain below would still show it.
func (s secret) redactError(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if masked := s.redact(text); masked != text {
		return errors.New(masked)
	}
	return err
}

// echoOf returns what finds text as it is, or with any of its characters
// escaped the way that JSON allows: a service that echoes a key with a + in it
// may well write \u002b.
func echoOf(text string) *regexp.Regexp {
	var pattern strings.Builder
	for _, r := range text {
		plain := regexp.QuoteMeta(string(r))
		fmt.Fprintf(&pattern, `(?:\\u(?i:%04x)|\\%s|%s)`, r, plain, plain)
	}
	return regexp.MustCompile(pattern.String())
}
