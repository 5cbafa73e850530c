package scoring

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Kind is the category of an [Error]. It implements error, so that it can be
// the target of errors.Is: errors.Is(err, scoring.KindThrottled).
type Kind string

// The kinds of [Error].
const (
	// KindConfiguration means that the call cannot be made with the given
	// settings or input. Nothing was sent.
	KindConfiguration Kind = "configuration"
	// KindAuthentication means status 401 or 403.
	KindAuthentication Kind = "authentication"
	// KindThrottled means status 429.
	KindThrottled Kind = "throttled"
	// KindModel means that the model failed: status 424, or any non-2xx status
	// with the header x-ms-run-function-failed: True.
	KindModel Kind = "model"
	// KindService means any other non-2xx status. This includes 3xx, because
	// redirects are not followed.
	KindService Kind = "service"
	// KindTimeout means that a configured time limit was reached.
	KindTimeout Kind = "timeout"
	// KindConnection means that no connection could be made, or that it broke
	// before the reply was complete.
	KindConnection Kind = "connection"
	// KindResponseFormat means a 2xx reply that does not contain a prediction.
	KindResponseFormat Kind = "response-format"
	// KindCancelled means that the call's context ended, or that the client was
	// closed during the call. errors.Is matches the error with [context.Canceled] or
	// [context.DeadlineExceeded].
	KindCancelled Kind = "cancelled"
)

// Error returns the name of the kind.
func (k Kind) Error() string { return string(k) }

// Error is the type of every error that this package returns. A field that does
// not apply has its zero value. Keys are masked in every field.
type Error struct {
	// Kind is the category of the error.
	Kind Kind
	// Message is the member message, detail or error of a JSON error body of at
	// most 65,536 bytes or, if there is none, a description of what went wrong. It
	// is meant for people.
	Message string
	// Status is the HTTP status of the reply, or 0 if no complete reply was
	// received.
	Status int
	// ModelStatus is the HTTP status returned by the model's container, from the
	// header ms-azureml-model-error-statuscode.
	ModelStatus int
	// ModelReason is the reason why the model failed, such as "model_not_ready",
	// as reported by the service's front end in the header
	// ms-azureml-model-error-reason.
	ModelReason string
	// RequestID is the service's ID for the call, from the header
	// x-ms-request-id or, if that is absent, x-request-id.
	RequestID string
	// ClientRequestID is the value of the x-ms-client-request-id header sent.
	ClientRequestID string
	// RetryAfter is how long the service asks to wait before the next call.
	RetryAfter time.Duration
	// Attempts is the number of requests attempted, the one with the secondary key
	// included. It is 0 if nothing was tried.
	Attempts int
	// Body is the body of the reply as UTF-8, at most its first 65,536 bytes, or as
	// many as the reply limit allows. It may be empty, and does not apply if Status
	// is 0.
	Body string

	cause error
}

// Error returns the kind, status, message and both request IDs in one line.
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

// Unwrap returns the underlying error, or nil if there is none.
func (e *Error) Unwrap() error { return e.cause }

// oneLine replaces each line break and control character with a space.
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
