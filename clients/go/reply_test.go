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
			if got := excerpt([]byte(full+echo+"tttt"), bodyLimit, false, []secret{newSecret("k/y+")}); got != want {
				t.Errorf("%s, cut after %d: got %q", echo, before, got[bodyLimit-before:])
			}
		}
	}
}

// If a body has been cut, what may be the beginning of the key at its end is masked.
func TestExcerptOfCutBody(t *testing.T) {
	for body, want := range map[string]string{
		"abc k/y":      "abc ***",
		"abc k":        "abc ***",
		`abc k\/\u007`: "abc ***",
		`abc k\/\`:     "abc ***",
		"abc k/y+":     "abc ***",
		"abc k/y+ k/x": "abc *** k/x",
		"abc k/y+k/":   "abc ******",
		"abc /y+":      "abc /y+",
		`abc \`:        `abc \`,
		"":             "",
	} {
		secrets := []secret{newSecret("k/y+")}
		for _, end := range []int{len(body), bodyLimit} {
			if got := excerpt([]byte(body), end, true, secrets); got != want {
				t.Errorf("%q: got %q, want %q", body, got, want)
			}
		}
		if got := excerpt([]byte(body), bodyLimit, false, secrets); got != strings.ReplaceAll(body, "k/y+", "***") {
			t.Errorf("%q: got %q without a cut", body, got)
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
		if got := excerpt([]byte(text), bodyLimit, false, nil); got != want {
			t.Errorf("%.20q: got %.20q of %d bytes", text, got, len(got))
		}
	}
}
