package session

import (
	"context"
	"encoding/json"
	"errors"

	scoring "github.com/scoreline/scoreline/clients/go"
	"github.com/scoreline/scoreline/clients/go/internal/double"
)

// calls are the methods that wait for the service.
//
//nolint:gochecknoglobals // Go has no constant maps
var calls = map[string]func(ctx context.Context, client *scoring.Client, params object) (any, error){
	"score":   score,
	"health":  health,
	"swagger": swagger,
}

// score scores the rows, the payload or the bytes in params.
func score(ctx context.Context, client *scoring.Client, params object) (any, error) {
	text, payload, body := params["rows"], params["payload"], params["body"]
	switch {
	case text != nil && payload == nil && body == nil:
		rows, err := parseRows(text)
		if err != nil {
			return nil, err
		}
		return call(ctx, client, params, scoring.Rows(rows), func(numbers []float64) result {
			return predicted(double.AppendArray(nil, numbers))
		})
	case text == nil && payload != nil && body == nil:
		return call(ctx, client, params, scoring.Payload(payload), predicted)
	case text == nil && payload == nil && body != nil:
		content, contentType, err := parseBody(params)
		if err != nil {
			return nil, err
		}
		return call(ctx, client, params, scoring.Bytes(content, contentType), predicted)
	default:
		return nil, errors.New("exactly one of rows, payload and body is required")
	}
}

// health asks whether the service is there.
func health(ctx context.Context, client *scoring.Client, params object) (any, error) {
	return call(ctx, client, params, scoring.Health(), func(struct{}) result { return result{} })
}

// swagger returns the service's description.
func swagger(ctx context.Context, client *scoring.Client, params object) (any, error) {
	return call(ctx, client, params, scoring.Swagger(), func(document json.RawMessage) result {
		return result{"document": document}
	})
}

// result is the result of a call, by member.
type result map[string]any

// predicted returns the result of a call that scored something.
func predicted(predictions json.RawMessage) result { return result{"predictions": predictions} }

// aboutReply is what a result says of the reply.
type aboutReply struct {
	Status          int    `json:"status"`
	Attempts        int    `json:"attempts"`
	ClientRequestID string `json:"clientRequestId"`
	RequestID       string `json:"requestId,omitempty"`
}

// call performs an operation with the options in params. returned makes the result
// of its value.
func call[T any](
	ctx context.Context, client *scoring.Client, params object, operation scoring.Operation[T], returned func(T) result,
) (any, error) {
	options, err := parseOptions(params)
	if err != nil {
		return nil, err
	}
	response, err := scoring.Call(ctx, client, operation, options...)
	if err != nil {
		return nil, err
	}
	members := returned(response.Value)
	members["response"] = aboutReply{
		Status:          response.Status,
		Attempts:        response.Attempts,
		ClientRequestID: response.ClientRequestID,
		RequestID:       response.RequestID,
	}
	return members, nil
}
