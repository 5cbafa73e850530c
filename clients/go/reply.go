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
	case r.status == http.StatusFailedDependency,
		strings.EqualFold(r.header.Get("X-Ms-Run-Function-Failed"), "true"):
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
	message, found := messageOf(r.body)
	if !found {
		message = problem.Error()
	}
	modelStatus, err := strconv.Atoi(r.header.Get("Ms-Azureml-Model-Error-Statuscode"))
	if err != nil {
		modelStatus = 0
	}
	return &Error{
		Kind:        kind,
		Message:     key.redact(message),
		Status:      r.status,
		ModelStatus: modelStatus,
		ModelReason: key.redact(r.header.Get("Ms-Azureml-Model-Error-Reason")),
		RequestID:   key.redact(cmp.Or(r.header.Get("X-Ms-Request-Id"), r.header.Get("X-Request-Id"))),
		RetryAfter:  retryAfter(r.header, r.received),
		Body:        excerpt(key.redact(string(r.body))),
	}
}

// messageOf returns the message of a JSON error body, if it has one that says
// anything.
func messageOf(body []byte) (message string, found bool) {
	// A map, as a struct's fields would also match Message and MESSAGE.
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return "", false
	}
	value := members["message"]
	if len(value) == 0 || value[0] != '"' || json.Unmarshal(value, &message) != nil {
		return "", false
	}
	return message, message != ""
}

// excerpt returns the first [bodyLimit] bytes of text, with U+FFFD in the place
// of what is not UTF-8. The key has to be masked before: a cut through it
// would leave its beginning.
func excerpt(text string) string {
	text = text[:min(len(text), bodyLimit)]
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
