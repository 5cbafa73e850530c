package scoring

import (
	"fmt"
	"log/slog"
)

// Response is what [Call] returns: the result of an operation, and what is known
// about the reply that contained it. Printing a Response does not show its value.
type Response[T any] struct {
	// Value is the result of the operation.
	Value T
	// Status is the HTTP status of the reply, from 200 to 299.
	Status int
	// RequestID is the service's ID for the call, from the header x-ms-request-id
	// or, if that is absent, x-request-id. Keys are masked in it. It is empty if the
	// reply has neither.
	RequestID string
	// ClientRequestID is the value of the x-ms-client-request-id header sent.
	ClientRequestID string
	// Attempts is the number of requests attempted, at least 1, the one with the
	// secondary key included.
	Attempts int
}

// String describes the response by all but its value.
func (r Response[T]) String() string {
	return fmt.Sprintf("scoring.Response(HTTP %d, attempts=%d, request id=%s, client request id=%s)",
		r.Status, r.Attempts, oneLine(r.RequestID), r.ClientRequestID)
}

// GoString returns the same text as [Response.String].
func (r Response[T]) GoString() string { return r.String() }

// LogValue makes slog print all but the value.
func (r Response[T]) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Int("status", r.Status),
		slog.Int("attempts", r.Attempts),
		slog.String("requestId", r.RequestID),
		slog.String("clientRequestId", r.ClientRequestID),
	)
}

// valueOf returns the value of a response to a call without an error.
func valueOf[T any](response Response[T], err error) (T, error) { return response.Value, err }
