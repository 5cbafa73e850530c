package scoring

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Kind says what went wrong. It is an error of its own, so that
// errors.Is(err, scoring.KindThrottled) asks for one.
type Kind string

// The kinds of [Error].
const (
	// KindConfiguration is a call that cannot be made with what was given.
	// Nothing was sent.
	KindConfiguration Kind = "configuration"
	// KindAuthentication is status 401 or 403.
	KindAuthentication Kind = "authentication"
	// KindThrottled is status 429.
	KindThrottled Kind = "throttled"
	// KindModel is a model that failed: status 424, or any status but 2xx with
	// the header x-ms-run-function-failed: True.
	KindModel Kind = "model"
	// KindService is any other status but 2xx. Redirects are not followed, so
	// 3xx is one of them.
	KindService Kind = "service"
	// KindTimeout is a limit of the configuration that was reached.
	KindTimeout Kind = "timeout"
	// KindConnection is a connection that was not made, or that broke before
	// the reply was whole.
	KindConnection Kind = "connection"
	// KindResponseFormat is a reply of 2xx that holds no prediction.
	KindResponseFormat Kind = "response-format"
	// KindCancelled is a call that its context ended. errors.Is finds
	// [context.Canceled] or [context.DeadlineExceeded] in it.
	KindCancelled Kind = "cancelled"
)

// Error returns the kind's name.
func (k Kind) Error() string { return string(k) }

// Error is every error of this package. A field that does not apply has its
// zero value. The key is masked in all of them.
type Error struct {
	// Kind says what went wrong.
	Kind Kind
	// Message is what the service said: the message of a JSON error body; else
	// what happened, in words.
	Message string
	// Status is the HTTP status of the reply; 0 where no whole reply came.
	Status int
	// ModelStatus is the status that the model's container answered, from the
	// header ms-azureml-model-error-statuscode.
	ModelStatus int
	// ModelReason is what the front end says of a failed model, from the header
	// ms-azureml-model-error-reason, such as "model_not_ready".
	ModelReason string
	// RequestID is the service's name for the call, from x-ms-request-id or
	// x-request-id.
	RequestID string
	// ClientRequestID is the x-ms-client-request-id that was sent.
	ClientRequestID string
	// RetryAfter is how long the reply asks to wait before the next call.
	RetryAfter time.Duration
	// Attempts counts the requests that were tried for the call.
	Attempts int
	// Body is the beginning of the reply's body as UTF-8, at most its first
	// 65,536 bytes. There is one, if only an empty one, wherever Status is set.
	Body string

	cause error
}

// Error describes the error in one line.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString("azureml-scoring: " + string(e.Kind))
	if e.Status != 0 {
		fmt.Fprintf(&text, " (HTTP %d)", e.Status)
	}
	text.WriteString(": " + oneLine(e.Message))
	if e.RequestID != "" {
		text.WriteString("; request id " + oneLine(e.RequestID))
	}
	if e.ClientRequestID != "" {
		text.WriteString("; client request id " + e.ClientRequestID)
	}
	return text.String()
}

// Is reports whether target is the error's [Kind].
func (e *Error) Is(target error) bool {
	kind, ok := target.(Kind)
	return ok && kind == e.Kind
}

// Unwrap returns the cause, or nil if the reply itself is the cause.
func (e *Error) Unwrap() error { return e.cause }

// oneLine puts a blank in the place of each line break and control character.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

// misconfigured returns an error of [KindConfiguration].
func misconfigured(format string, args ...any) *Error {
	return &Error{Kind: KindConfiguration, Message: fmt.Sprintf(format, args...)}
}
