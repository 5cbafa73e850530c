package scoring

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
)

// patternOf matches a key with any of its characters escaped: what mask.go does without a pattern.
func patternOf(key string) *regexp.Regexp {
	var pattern strings.Builder
	for _, r := range key {
		plain := regexp.QuoteMeta(string(r))
		fmt.Fprintf(&pattern, `(?:\\u(?i:%04x)|\\%s|%s)`, r, plain, plain)
	}
	compiled := regexp.MustCompile(pattern.String())
	compiled.Longest()
	return compiled
}

// A secret is masked wherever it occurs, plain or with JSON escapes, next to others and more than once.
func TestRedact(t *testing.T) {
	secrets := []secret{newSecret("k/y+"), newSecret("y+z")}
	for text, want := range map[string]string{
		"":                               "",
		"k/y":                            "k/y",
		"ak/y+b":                         "a***b",
		"k/y+k/y+":                       "******",
		`\u006B\/\u0079\u002b`:           "***",
		`\k\/\y\+`:                       "***",
		`\\u006b/y+`:                     `\***`,
		"k/k/y+":                         "k/***",
		"k/y+z":                          "***", // both, overlapping
		"k/y+zk/y+":                      "******",
		"y+z k/y+":                       "*** ***",
		`\u016b/y+`:                      `\u016b/y+`,
		"K/Y+":                           "K/Y+",
		strings.Repeat("k/y", 9) + "+":   strings.Repeat("k/y", 8) + "***",
		strings.Repeat("x", 100) + "y+z": strings.Repeat("x", 100) + "***",
	} {
		if got := redact(text, secrets); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Each occurrence of the key is masked, the first and longest one first, even if keys look like escapes and repeat themselves.
func TestRedactAgainstPattern(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	draw := func(pieces []string, length int) string {
		var text strings.Builder
		for range length {
			text.WriteString(pieces[random.IntN(len(pieces))])
		}
		return text.String()
	}
	found := 0
	for range 500 {
		key := draw([]string{"a", "b", "u", `\`, "0", "6", "1"}, 1+random.IntN(4)) + strings.Repeat("a", random.IntN(5)/4*70)
		text := draw([]string{"a", "b", "u", `\`, "0", "6", "1", `\u0061`, `\u005C`, key, key}, random.IntN(12))
		want := patternOf(key).ReplaceAllString(text, "***")
		if got := redact(text, []secret{newSecret(key)}); got != want {
			t.Fatalf("%q in %q: got %q, want %q", key, text, got, want)
		}
		found += strings.Count(want, "***")
	}
	if found < 250 {
		t.Errorf("only %d echoes were tested", found)
	}
}

// Masking stays fast if a text repeats the beginning of a long key, or what may begin an escape.
func TestRedactTime(t *testing.T) {
	key := newSecret(strings.Repeat("a", 4000) + "b")
	for _, repeated := range []string{"a", `\`, `\u00`} {
		text := strings.Repeat(repeated, bodyLimit/len(repeated))
		begun := time.Now()
		if redact(text, []secret{key}) != text {
			t.Errorf("%s: something was masked", repeated)
		}
		if took := time.Since(begun); took > 5*time.Second { // 30 ms
			t.Errorf("%s: took %v", repeated, took)
		}
	}
}
