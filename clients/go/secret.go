package scoring

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// mask is what is shown in the place of a credential.
const mask = "***"

// secret is a credential that shows itself as ***. The zero value is no
// credential at all.
//
// The text is held by a function: what prints a struct by reflection, fmt with
// an unexported field for one, calls no method and would show a string.
type secret struct {
	reveal func() string
}

func newSecret(text string) secret {
	return secret{reveal: func() string { return text }}
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
	for _, form := range jsonForms(s.reveal()) {
		text = strings.ReplaceAll(text, form, mask)
	}
	return text
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

// jsonForms returns text itself and the ways in which it is usually escaped
// within a JSON string, the longest first.
func jsonForms(text string) []string {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text)
	html, _ := json.Marshal(text)
	return []string{
		string(html[1 : len(html)-1]),
		plain.String()[1 : plain.Len()-2], // after the closing quote is a line break
		text,
	}
}
