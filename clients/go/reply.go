package scoring

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// bodyLimit is how many bytes of a body an error keeps.
const bodyLimit = 65_536

// reply is what the service answered, read to its end.
type reply struct {
	status int
	header http.Header
	body   []byte
	// received is when the reply was whole; its Retry-After counts from there.
	received time.Time
}

// succeeded tells whether the reply ought to hold a prediction.
func (r *reply) succeeded() bool { return r.status >= 200 && r.status < 300 }

// kind sorts a reply that did not succeed.
func (r *reply) kind() Kind {
	switch {
	// Ahead of the status: a model that failed fails again, whatever a front end
	// makes of it.
	case strings.EqualFold(r.field("X-Ms-Run-Function-Failed"), "true"), r.status == http.StatusFailedDependency:
		return KindModel
	case r.status == http.StatusUnauthorized, r.status == http.StatusForbidden:
		return KindAuthentication
	case r.status == http.StatusTooManyRequests:
		return KindThrottled
	default:
		return KindService
	}
}

// refusal returns the error of a reply that did not succeed.
func (r *reply) refusal(key secret) *Error {
	return r.failure(r.kind(), fmt.Errorf("HTTP %d", r.status), key)
}

// unusable returns the error of a reply that succeeded and holds no
// prediction, which problem explains.
func (r *reply) unusable(problem error, key secret) *Error {
	failure := r.failure(KindResponseFormat, problem, key)
	failure.cause = key.redactError(problem)
	return failure
}

// failure collects what a reply says, without the key in any of it. The words
// of the service itself go before problem.
func (r *reply) failure(kind Kind, problem error, key secret) *Error {
	return &Error{
		Kind:        kind,
		Message:     key.redact(cmp.Or(messageOf(r.body), problem.Error())),
		Status:      r.status,
		ModelStatus: statusOf(r.field("Ms-Azureml-Model-Error-Statuscode")),
		ModelReason: key.redact(r.field("Ms-Azureml-Model-Error-Reason")),
		RequestID:   key.redact(cmp.Or(r.field("X-Ms-Request-Id"), r.field("X-Request-Id"))),
		RetryAfter:  retryAfter(r.header, r.received),
		Body:        excerpt(r.body, key),
	}
}

// field returns the first value of a header as ISO 8859-1, which is what bytes
// beyond ASCII in a header are.
func (r *reply) field(name string) string {
	value := r.header.Get(name)
	runes := make([]rune, len(value))
	for i := range len(value) {
		runes[i] = rune(value[i])
	}
	return string(runes)
}

// statusOf reads an HTTP status, three digits, and returns 0 for anything else.
func statusOf(text string) int {
	status, err := strconv.ParseUint(text, 10, 0)
	if err != nil || len(text) != 3 || status < 100 {
		return 0
	}
	return int(status)
}

// messageOf returns the message of a JSON error body, or "" if it has none.
func messageOf(body []byte) string {
	// A map, as a struct's fields would also match Message and MESSAGE.
	var members map[string]json.RawMessage
	if !utf8.Valid(body) || json.Unmarshal(body, &members) != nil {
		return ""
	}
	value := members["message"]
	var message string
	if len(value) == 0 || value[0] != '"' || json.Unmarshal(value, &message) != nil {
		return ""
	}
	return message
}

// excerpt returns the first [bodyLimit] bytes of a body as text, with U+FFFD in
// the place of what is not UTF-8. The key is masked before the cut, which would
// leave its beginning.
func excerpt(body []byte, key secret) string {
	end := min(len(body), bodyLimit)
	var kept []byte
	from := 0
	for _, place := range key.places(body) {
		if place[0] >= end {
			break
		}
		kept = append(append(kept, body[from:place[0]]...), mask...)
		from = place[1]
	}
	if from < end {
		kept = append(kept, body[from:end]...)
	}
	return validText(string(kept))
}

// validText returns text with U+FFFD in the place of what is not UTF-8.
func validText(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var valid strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			// One U+FFFD for the bytes that begin a character and do not end it, as
			// the decoders of other languages have it.
			for size < len(text) && !utf8.FullRuneInString(text[:size+1]) {
				size++
			}
		}
		valid.WriteRune(r)
		text = text[size:]
	}
	return valid.String()
}
