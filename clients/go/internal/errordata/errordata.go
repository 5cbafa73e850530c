// Package errordata converts errors of the library to the JSON object that both
// modes of the program report. Its members are defined in docs/protocol.md.
package errordata

import (
	"errors"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// Data is the JSON object. Members that do not apply are omitted.
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
	// Body is a pointer so that an empty body is not omitted.
	Body *string `json:"body,omitempty"`
}

// Of returns the object for err. ok reports whether err is an error of the
// library.
func Of(err error) (data Data, ok bool) {
	failure, ok := errors.AsType[*scoring.Error](err)
	if !ok {
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

// Configuration returns the object for a configuration error that was detected
// before the library was called.
func Configuration(message string) Data {
	return Data{Kind: scoring.KindConfiguration, Message: message}
}
