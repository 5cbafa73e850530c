package scoring

import (
	"strings"
	"testing"
)

// An excerpt ends at 65,536 bytes, and each run of bytes that is no character becomes one U+FFFD.
func TestExcerpt(t *testing.T) {
	full := strings.Repeat("x", bodyLimit-1)
	for text, want := range map[string]string{
		"":             "",
		"ä\x00":        "ä\x00",
		"a\xffb":       "a\uFFFDb",
		"\xff\xfe":     "\uFFFD\uFFFD",
		"\xe2\x82":     "\uFFFD",
		"\xe2\x82b":    "\uFFFDb",
		"\xe2\xe2\x82": "\uFFFD\uFFFD",
		"\xf0\x9f\x98": "\uFFFD",
		"\xc0\xaf":     "\uFFFD\uFFFD",
		"\uFFFD":       "\uFFFD",
		full + "yz":    full + "y",
		full + "ä":     full + "\uFFFD",
		full + "€":     full + "\uFFFD",
	} {
		if got := excerpt(text); got != want {
			t.Errorf("%.20q: got %.20q of %d bytes", text, got, len(got))
		}
	}
}
