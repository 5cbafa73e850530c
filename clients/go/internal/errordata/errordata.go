// Package errordata writes an error of the library as the JSON object that both
// front doors give away; docs/protocol.md names its members.
package errordata

import (
	"errors"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// Data is the object. A member that does not apply is left out.
type Data struct {
	Kind              scoring.Kind `json:"kind"`
	Message           string       `json:"message"`
	Attempts          int          `json:"attempts"`
	ClientRequestID   string       `json:"clientRequestId,omitempty"`
	Status            int          `json:"status,omitempty"`
	RequestID         string       `json:"requestId,omitempty"`
	ModelStatus       int          `json:"modelStatus,omitempty"`
	ModelReason       string       `json:"modelReason,omitempty"`
	RetryAfterSeconds float64      `json:"retryAfterSeconds,omitempty"`
	// Body is a pointer because an empty body is still one.
	Body *string `json:"body,omitempty"`
}

// Of returns the object for err, and whether err is one of the library's.
func Of(err error) (data Data, ok bool) {
	var failure *scoring.Error
	if !errors.As(err, &failure) {
		return Data{}, false
	}
	data = Data{
		Kind:              failure.Kind,
		Message:           failure.Message,
		Attempts:          failure.Attempts,
		ClientRequestID:   failure.ClientRequestID,
		Status:            failure.Status,
		RequestID:         failure.RequestID,
		ModelStatus:       failure.ModelStatus,
		ModelReason:       failure.ModelReason,
		RetryAfterSeconds: failure.RetryAfter.Seconds(),
	}
	if failure.Status != 0 {
		data.Body = &failure.Body
	}
	return data, true
}

// Configuration returns the object of what was wrong before the library was
// asked.
func Configuration(message string) Data {
	return Data{Kind: scoring.KindConfiguration, Message: message}
}
