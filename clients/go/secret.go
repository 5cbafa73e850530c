package scoring

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// mask replaces a credential in text.
const mask = "***"

// secret is a credential that prints as ***. The zero value means that there is
// no credential.
//
// The text is kept in a closure. Code that prints structs by reflection, such as
// fmt with unexported fields, calls no methods and would show a string field.
type secret struct {
	reveal func() string
}

func newSecret(text string) secret { return secret{func() string { return text }} }

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
