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

// mask replaces a credential in text.
const mask = "***"

// secret is a credential that prints as ***. The zero value means that there is
// no credential.
//
// The text is kept in a closure. Code that prints structs by reflection, such as
// fmt with unexported fields, calls no methods and would show a string field.
type secret struct {
	reveal  func() string
	pattern func() *regexp.Regexp // finds the credential in text
}

func newSecret(text string) secret {
	return secret{
		reveal:  func() string { return text },
		pattern: sync.OnceValue(func() *regexp.Regexp { return echoPattern(text) }),
	}
}

// isSet reports whether there is a credential.
func (s secret) isSet() bool { return s.reveal != nil }

func (s secret) String() string {
	if !s.isSet() {
		return ""
	}
	return mask
}

// Format makes every fmt verb print the mask, including %#v and %x.
func (s secret) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(s.String())) }

// LogValue makes slog print the mask.
func (s secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON encodes the mask as a JSON string.
func (s secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// redact replaces the credential in text with ***, including occurrences that are
// escaped as in a JSON string.
func (s secret) redact(text string) string {
	if !s.isSet() {
		return text
	}
	return s.pattern().ReplaceAllLiteralString(text, mask)
}

// places returns the start and end of each occurrence of the credential in text.
func (s secret) places(text []byte) [][]int {
	if !s.isSet() {
		return nil
	}
	return s.pattern().FindAllIndex(text, -1)
}

// redactError returns err unless its text contains the credential. In that case
// it returns an error with only the masked text, because the errors that err
// wraps could still show the credential.
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

// echoPattern matches text verbatim or with any of its characters escaped as JSON
// allows: a service that sends back a key containing + may write it as \u002b.
func echoPattern(text string) *regexp.Regexp {
	var pattern strings.Builder
	for _, r := range text {
		plain := regexp.QuoteMeta(string(r))
		fmt.Fprintf(&pattern, `(?:\\u(?i:%04x)|\\%s|%s)`, r, plain, plain)
	}
	return regexp.MustCompile(pattern.String())
}
