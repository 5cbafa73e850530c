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

// bodyLimit is the number of bytes of a body that an error keeps.
const bodyLimit = 65_536

// reply is a complete reply from the service.
type reply struct {
	status int
	header http.Header
	body   []byte
	// received is when the reply was complete. A date in Retry-After is converted
	// to a duration from this time.
	received time.Time
}

// succeeded reports whether the status is 2xx.
func (r *reply) succeeded() bool { return r.status >= 200 && r.status < 300 }

// kind returns the error kind of a non-2xx reply.
func (r *reply) kind() Kind {
	switch {
	// The header takes precedence over the status: a model that failed fails
	// again, whatever status the front end turns that into.
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

// statusError returns the error for a non-2xx reply.
func (r *reply) statusError(key secret) *Error {
	return r.failure(r.kind(), fmt.Errorf("HTTP %d", r.status), key)
}

// formatError returns the error for a 2xx reply that does not contain a
// prediction. problem describes why.
func (r *reply) formatError(problem error, key secret) *Error {
	failure := r.failure(KindResponseFormat, problem, key)
	failure.cause = key.redactError(problem)
	return failure
}

// failure returns an error with all information that the reply contains, with
// the key masked. A message from the service takes precedence over problem.
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

// field returns the first value of a header. Bytes outside ASCII are decoded as
// ISO 8859-1, the encoding of HTTP headers.
func (r *reply) field(name string) string {
	value := r.header.Get(name)
	runes := make([]rune, len(value))
	for i := range len(value) {
		runes[i] = rune(value[i])
	}
	return string(runes)
}

// statusOf parses an HTTP status of three digits. It returns 0 for other text.
func statusOf(text string) int {
	status, err := strconv.ParseUint(text, 10, 0)
	if err != nil || len(text) != 3 || status < 100 {
		return 0
	}
	return int(status)
}

// messageOf returns the message member of a JSON error body, or "" if the body
// has none.
func messageOf(body []byte) string {
	// Not a struct: its field would also match Message and MESSAGE.
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

// excerpt returns the first [bodyLimit] bytes of a body as text, with invalid
// UTF-8 replaced by U+FFFD. The key is masked before the body is cut, because the
// cut could leave the first part of a key unmasked.
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

// validText returns text with invalid UTF-8 replaced by U+FFFD.
func validText(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var valid strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			// Replace an incomplete character by a single U+FFFD, as the decoders of
			// other languages do.
			for size < len(text) && !utf8.FullRuneInString(text[:size+1]) {
				size++
			}
		}
		valid.WriteRune(r)
		text = text[size:]
	}
	return valid.String()
}
