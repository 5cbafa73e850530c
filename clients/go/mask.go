package scoring

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// longestEscape is the length of \uXXXX, the longest form of a character in JSON.
const longestEscape = 6

// longestEcho returns the greatest length of an echo of one of the secrets.
func longestEcho(secrets []secret) int {
	longest := 0
	for _, secret := range secrets {
		longest = max(longest, len(secret.reveal()))
	}
	return longestEscape * longest
}

// redact replaces each secret in text with ***, including occurrences that are
// escaped as in a JSON string: a service that sends back a key containing + may
// write it as \u002b.
func redact(text string, secrets []secret) string {
	return redactStart(text, len(text), false, secrets)
}

// redactError returns err unless its text contains a secret. In that case it
// returns an error with only the masked text, because the errors that err wraps
// could still show the secret.
func redactError(err error, secrets []secret) error {
	if err == nil {
		return nil
	}
	if masked := redact(err.Error(), secrets); masked != err.Error() {
		return errors.New(masked)
	}
	return err
}

// redactStart redacts text[:length]. A secret that extends beyond length is
// replaced as a whole. Echoes of several secrets that overlap become one ***. If
// the text itself was cut, the beginning of a secret at its end is replaced too.
func redactStart(text string, length int, cut bool, secrets []secret) string {
	var firsts strings.Builder
	firsts.WriteByte('\\')
	for _, secret := range secrets {
		firsts.WriteByte(secret.reveal()[0])
	}
	var masked strings.Builder
	from := 0                         // end of the last echo
	ends := make([]int, len(secrets)) // end of the last echo of each secret
	for start := 0; start < length; start++ {
		distance := strings.IndexAny(text[start:length], firsts.String())
		if distance < 0 {
			break
		}
		start += distance
		for i, secret := range secrets {
			if start < ends[i] {
				continue
			}
			ends[i] = endOf(text, secret.reveal(), start, cut)
			if ends[i] >= 0 && start >= from { // otherwise another secret's echo covers the start
				masked.WriteString(text[from:start] + mask)
			}
			from = max(from, ends[i])
		}
	}
	return masked.String() + text[from:max(from, length)]
}

// endOf returns the end of the longest echo of key that begins at start, or -1.
// It reads no further than the text agrees with the key.
func endOf(text, key string, start int, cut bool) int {
	// Up to the first backslash there is only one way to read the text.
	plain, _, _ := strings.Cut(text[start:min(start+len(key), len(text))], `\`)
	if !strings.HasPrefix(key, plain) {
		return -1
	}
	// A backslash can have two meanings, so what was read of the key can end at more
	// than one place: \u0041 is an A, or the u of a key that goes on with 0041.
	places, next := append(make([]int, 0, 8), start+len(plain)), make([]int, 0, 8)
	for i := len(plain); i < len(key); i++ {
		for _, place := range places {
			if cut && i > 0 && isCut(text[place:]) {
				return len(text)
			}
			next = appendEnds(next, text, place, key[i])
		}
		if len(next) == 0 {
			return -1
		}
		slices.Sort(next)
		places, next = slices.Compact(next), places[:0]
	}
	return places[len(places)-1]
}

// isCut reports whether rest, the end of a text, is too short for a character.
func isCut(rest string) bool {
	return rest == "" || rest == `\` || strings.HasPrefix(rest, `\u`) && len(rest) < longestEscape
}

// appendEnds appends where a character ends that is written at place: as it is,
// after a backslash, or as \uXXXX.
func appendEnds(ends []int, text string, place int, character byte) []int {
	rest := text[place:]
	if rest != "" && rest[0] == character {
		ends = append(ends, place+1)
	}
	if len(rest) > 1 && rest[0] == '\\' && rest[1] == character {
		ends = append(ends, place+2)
	}
	if len(rest) >= longestEscape && rest[:2] == `\u` {
		if code, err := strconv.ParseUint(rest[2:longestEscape], 16, 8); err == nil && byte(code) == character {
			ends = append(ends, place+longestEscape)
		}
	}
	return ends
}
