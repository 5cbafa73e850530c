package scoring

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// Operation is something that a service does and [Call] performs: what is sent,
// and how a 2xx reply is read as a T. It is made by [Rows], [Payload],
// [PayloadAs], [Bytes], [Health] and [Swagger], immutable, and can be performed
// any number of times, by any client. If its input cannot be sent, each call of it
// fails with an error of [KindConfiguration].
type Operation[T any] struct {
	// Nothing else in this package knows methods and content types.
	method      string
	locate      func(scoringURI *url.URL) (*url.URL, *Error)
	contentType string // "" if there is no body
	accept      string
	// body is sent from its start in each attempt.
	body []byte
	// read returns what the body of a 2xx reply contains. Its error describes why
	// the body is not what the operation returns. If read is nil, the body does not
	// matter.
	read func(body []byte) (T, error)
	// failed tells why the input cannot be sent.
	failed *Error
}

const jsonType = "application/json"

// Rows is the operation of [Client.Score].
func Rows(rows [][]float64) Operation[[]float64] {
	body, failed := encodeRows(rows)
	return post(jsonType, body, failed, decodeDoubles)
}

// Payload is the operation of [Client.ScorePayload].
func Payload(payload any) Operation[json.RawMessage] {
	body, failed := encodePayload(payload)
	return post(jsonType, body, failed, decodePrediction)
}

// PayloadAs is the operation of [ScoreAs].
func PayloadAs[T any](payload any) Operation[T] {
	body, failed := encodePayload(payload)
	return post(jsonType, body, failed, decodeAs[T])
}

// Bytes is the operation of [Client.ScoreBytes].
func Bytes(body []byte, contentType string) Operation[json.RawMessage] {
	var failed *Error
	if !isHeaderText(contentType) {
		failed = misconfigured(
			"the content type is empty, begins or ends with a space, or contains a character that is not printable ASCII",
		)
	}
	return post(contentType, bytes.Clone(body), failed, decodePrediction)
}

// Health is the operation of [Client.Health]. Its result is empty.
func Health() Operation[struct{}] { return get[struct{}]("", "*/*", nil) }

// Swagger is the operation of [Client.Swagger].
func Swagger() Operation[json.RawMessage] { return get("swagger.json", jsonType, decodeObject) }

// post returns an operation on the scoring URI.
func post[T any](contentType string, body []byte, failed *Error, read func([]byte) (T, error)) Operation[T] {
	return Operation[T]{
		method:      http.MethodPost,
		locate:      func(scoringURI *url.URL) (*url.URL, *Error) { return scoringURI, nil },
		contentType: contentType,
		accept:      jsonType,
		body:        body,
		read:        read,
		failed:      failed,
	}
}

// get returns an operation on what has the given name beside the scoring URI.
func get[T any](name, accept string, read func([]byte) (T, error)) Operation[T] {
	return Operation[T]{
		method: http.MethodGet,
		locate: func(scoringURI *url.URL) (*url.URL, *Error) { return besideScore(scoringURI, name) },
		accept: accept,
		read:   read,
	}
}

// target returns the URI that a client with the given scoring URI asks, or why the
// client cannot perform the operation.
func (o Operation[T]) target(scoringURI *url.URL) (*url.URL, *Error) {
	switch {
	case o.failed != nil:
		failed := *o.failed // a caller may change what it is given
		return nil, &failed
	case o.locate == nil:
		return nil, misconfigured("the operation is empty")
	default:
		return o.locate(scoringURI)
	}
}

// besideScore returns the scoring URI with name in place of its last segment,
// which must be score, and without its query.
func besideScore(target *url.URL, name string) (*url.URL, *Error) {
	if !strings.HasSuffix(target.EscapedPath(), "/score") {
		return nil, misconfigured(
			"the last segment of the scoring URI's path is not score, so the service's root is not known",
		)
	}
	beside := *target
	beside.RawQuery, beside.ForceQuery = "", false
	beside.Path = strings.TrimSuffix(target.Path, "score") + name
	if target.RawPath != "" {
		beside.RawPath = strings.TrimSuffix(target.RawPath, "score") + name
	}
	return &beside, nil
}
