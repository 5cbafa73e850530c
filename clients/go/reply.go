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

// bodyLimit is the number of bytes of a body that an error keeps, if the limit of
// replies is not smaller.
const bodyLimit = 65_536

// The headers that decide about kinds and retries, in the form of [http.Header].
const (
	runFunctionFailed = "X-Ms-Run-Function-Failed"
	modelErrorReason  = "Ms-Azureml-Model-Error-Reason"
)

// reply is a complete reply from the service.
type reply struct {
	status int
	header http.Header
	// body is decompressed. It may be cut, after what an error needs, if it is only
	// shown in an error.
	body []byte
	// excess is set if the body is larger than the limit.
	excess bool
	// received is when the reply was complete. A date in Retry-After is converted
	// to a duration from this time.
	received time.Time
}

// succeeded reports whether the status is 2xx.
func (r *reply) succeeded() bool { return r.status >= 200 && r.status < 300 }

// modelFailed reports whether the model failed, and not what is in front of it.
func (r *reply) modelFailed() bool { return strings.EqualFold(r.field(runFunctionFailed), "true") }

// kind returns the error kind of a non-2xx reply.
func (r *reply) kind() Kind {
	switch {
	// The header takes precedence over the status: a model that failed fails
	// again, whatever status the front end turns that into.
	case r.modelFailed(), r.status == http.StatusFailedDependency:
		return KindModel
	case r.status == http.StatusUnauthorized, r.status == http.StatusForbidden:
		return KindAuthentication
	case r.status == http.StatusTooManyRequests:
		return KindThrottled
	default:
		return KindService
	}
}

// statusText describes a reply that has no message of its own.
func (r *reply) statusText() string { return fmt.Sprintf("HTTP %d", r.status) }

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
	status, err := strconv.Atoi(text)
	if err != nil || len(text) != 3 || status < 100 {
		return 0
	}
	return status
}

// message returns what the body of an error says, or "" if it says nothing: the
// first non-empty string among the member message, the member detail (FastAPI),
// and the member error or its member message (BentoML). A body of which an error
// does not keep all is not looked at.
func (r *reply) message() string {
	if r.excess || len(r.body) > bodyLimit || !utf8.Valid(r.body) {
		return ""
	}
	members := membersOf(r.body)
	return cmp.Or(
		textOf(members["message"]),
		textOf(members["detail"]),
		textOf(members["error"]),
		textOf(membersOf(members["error"])["message"]),
	)
}

// membersOf returns the members of a JSON object, or nil for anything else.
func membersOf(body []byte) map[string]json.RawMessage {
	// Not a struct: its field would also match Message and MESSAGE.
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return nil
	}
	return members
}

// textOf returns the text of a JSON string, or "" for anything else.
func textOf(value json.RawMessage) (text string) {
	if len(value) == 0 || value[0] != '"' || json.Unmarshal(value, &text) != nil {
		return ""
	}
	return text
}

// excerpt returns the first end bytes of a body as text, with invalid UTF-8
// replaced by U+FFFD. Secrets are masked before the body is cut, because the cut
// could leave the first part of one unmasked. cut is set if the body itself has
// been cut.
func excerpt(body []byte, end int, cut bool, secrets []secret) string {
	body = body[:min(len(body), end+longestEcho(secrets))]
	return validText(redactStart(string(body), min(len(body), end), cut, secrets))
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
