package scoring

import (
	"cmp"
	"errors"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// longestEscape is the length of \uXXXX, the longest form of a character in JSON.
const longestEscape = 6

// echo is where a secret occurs in a text.
type echo struct{ start, end int }

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
	found := echoes(text, secrets, false)
	if len(found) == 0 {
		return text
	}
	var masked strings.Builder
	from := 0
	for _, echo := range found {
		masked.WriteString(text[from:echo.start])
		masked.WriteString(mask)
		from = echo.end
	}
	masked.WriteString(text[from:])
	return masked.String()
}

// redactError returns err unless its text contains a secret. In that case it
// returns an error with only the masked text, because the errors that err wraps
// could still show the secret.
func redactError(err error, secrets []secret) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if masked := redact(text, secrets); masked != text {
		return errors.New(masked)
	}
	return err
}

// echoes returns where the secrets occur in text, in order and without overlaps.
// If the text was cut, one that its end may have cut through counts too.
func echoes(text string, secrets []secret, cut bool) []echo {
	var found []echo
	for _, secret := range secrets {
		found = append(found, echoesOf(text, secret.reveal(), cut)...)
	}
	slices.SortFunc(found, func(a, b echo) int { return cmp.Compare(a.start, b.start) })
	var joined []echo
	for _, next := range found {
		if last := len(joined) - 1; last >= 0 && next.start < joined[last].end {
			joined[last].end = max(joined[last].end, next.end)
			continue
		}
		joined = append(joined, next)
	}
	return joined
}

// reached holds, for the last positions of a text, the characters of a key that
// may end there, in a ring.
type reached [longestEscape + 1]bitset

// at returns the set of a position, which must be among the last.
func (r *reached) at(position int) bitset { return r[position%len(r)] }

// echoesOf returns where key occurs in text, with any of its characters escaped.
//
// It goes once through the text, whatever the key is. At each position it knows
// which characters of the key may end there, as a set: \u0041 may be an A, or
// the u of a key that goes on with 0041.
func echoesOf(text, key string, cut bool) []echo {
	var found []echo
	words := len(key)/64 + 1
	places := placesOf(key, words)
	var reached reached
	for i := range reached {
		reached[i] = make(bitset, words)
	}
	var forms [3]form
	from := 0 // end of the last echo
	for end := 1; end <= len(text); end++ {
		set := reached.at(end)
		clear(set)
		for _, form := range appendForms(forms[:0], text, from, end) {
			set.add(reached.at(end-form.length), places[form.character])
		}
		if !set.has(len(key) - 1) {
			continue
		}
		found = append(found, echo{startOf(text, key, from, end), end})
		from = end
		for _, set := range reached {
			clear(set)
		}
	}
	if cut {
		found = append(found, begun(text, key, from, &reached)...)
	}
	return found
}

// begun returns where key begins in text[from:] without coming to its end. The
// end of the text may have cut through an escape.
func begun(text, key string, from int, reached *reached) []echo {
	for end := len(text); end > max(from, len(text)-longestEscape); end-- {
		if end < len(text) && text[end] != '\\' {
			continue
		}
		if last := reached.at(end).last(); last >= 0 {
			return []echo{{startOf(text, key[:last+1], from, end), len(text)}}
		}
	}
	return nil
}

// form is a character as it is written in a text.
type form struct {
	length    int
	character byte
}

// appendForms appends the forms in text[from:end] that end at its end: the
// character itself, the character after a backslash, and \uXXXX.
func appendForms(forms []form, text string, from, end int) []form {
	last := text[end-1]
	forms = append(forms, form{1, last})
	if end-2 >= from && text[end-2] == '\\' {
		forms = append(forms, form{2, last})
	}
	if end-longestEscape >= from && strings.HasPrefix(text[end-longestEscape:], `\u00`) {
		if code, err := strconv.ParseUint(text[end-2:end], 16, 8); err == nil {
			forms = append(forms, form{longestEscape, byte(code)})
		}
	}
	return forms
}

// startOf returns the first place in text[from:end] from which key may extend to
// end, where one is known to exist. It goes backwards through the key.
func startOf(text, key string, from, end int) int {
	starts := []int{end}
	for i := len(key) - 1; i >= 0; i-- {
		var before []int
		for _, start := range starts {
			if start == from {
				continue
			}
			for _, form := range appendForms(nil, text, from, start) {
				if form.character == key[i] && !slices.Contains(before, start-form.length) {
					before = append(before, start-form.length)
				}
			}
		}
		starts = before
	}
	return slices.Min(starts)
}

// bitset is a set of small numbers.
type bitset []uint64

// has reports whether the set contains n.
func (s bitset) has(n int) bool { return s[n/64]>>(n%64)&1 == 1 }

// last returns the greatest number in the set, or -1 if it is empty.
func (s bitset) last() int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] != 0 {
			return i*64 + bits.Len64(s[i]) - 1
		}
	}
	return -1
}

// add adds 0 and the successors of all numbers in before, as far as allowed
// contains them.
func (s bitset) add(before, allowed bitset) {
	if allowed == nil {
		return
	}
	carry := uint64(1)
	for i, word := range before {
		s[i] |= (word<<1 | carry) & allowed[i]
		carry = word >> 63
	}
}

// placesOf returns, for each byte, the places of key where it stands.
func placesOf(key string, words int) (places [256]bitset) {
	for i := range len(key) {
		if places[key[i]] == nil {
			places[key[i]] = make(bitset, words)
		}
		places[key[i]][i/64] |= 1 << (i % 64)
	}
	return places
}
