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
	return regexp.MustCompile(pattern.String())
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

// Whatever is masked is the key, and nothing that is left contains it, even if keys look like escapes and repeat themselves.
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
		pattern := patternOf(key)
		whole := regexp.MustCompile("^(?:" + pattern.String() + ")$")
		from := 0
		for _, echo := range echoesOf(text, key, false) {
			if !whole.MatchString(text[echo.start:echo.end]) || pattern.MatchString(text[from:echo.start]) {
				t.Fatalf("%q in %q: got %v", key, text, echo)
			}
			from = echo.end
			found++
		}
		if pattern.MatchString(text[from:]) {
			t.Fatalf("%q in %q: left %q", key, text, text[from:])
		}
	}
	if found < 250 {
		t.Errorf("only %d echoes were tested", found)
	}
}

// Masking takes linear time, even if a text repeats the beginning of a long key.
func TestRedactTime(t *testing.T) {
	text := strings.Repeat("a", bodyLimit)
	key := newSecret(strings.Repeat("a", 4000) + "b")
	begun := time.Now()
	if redact(text, []secret{key}) != text {
		t.Error("something was masked")
	}
	if took := time.Since(begun); took > 5*time.Second { // 30 ms
		t.Errorf("took %v", took)
	}
}
