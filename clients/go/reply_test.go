package scoring

import (
	"strings"
	"testing"
)

// The key is masked before a body is cut, so no part of the key remains at the end. The body is still cut after its 65,536th byte.
func TestExcerptWithKey(t *testing.T) {
	for _, echo := range []string{"k/y+", `k\/y+`, `k\u002Fy\u002b`} {
		for before := range len(echo) + 2 {
			full := strings.Repeat("x", bodyLimit-before)
			want := full + "***" + strings.Repeat("t", max(0, before-len(echo)))
			if before == 0 {
				want = full
			}
			if got := excerpt([]byte(full+echo+"tttt"), []secret{newSecret("k/y+")}); got != want {
				t.Errorf("%s, cut after %d: got %q", echo, before, got[bodyLimit-before:])
			}
		}
	}
}

// An excerpt ends at 65,536 bytes, and each invalid UTF-8 sequence becomes one U+FFFD.
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
		if got := excerpt([]byte(text), nil); got != want {
			t.Errorf("%.20q: got %.20q of %d bytes", text, got, len(got))
		}
	}
}
