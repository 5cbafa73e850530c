package scoring

import (
	"encoding/json"
	"net/url"
)

// operation is one thing that a service does, as HTTP: what is sent, and how a
// 2xx reply is read as a T. Nothing else in this package knows methods and
// content types.
type operation[T any] struct {
	method      string
	target      *url.URL
	contentType string // "" if there is no body
	accept      string
	// body is sent from its start in each attempt.
	body []byte
	// read returns what the body of a 2xx reply contains. Its error describes why
	// the body is not what the operation returns.
	read func(body []byte) (T, error)
}

// scoreRows sends {"data": rows} and reads an array of finite numbers.
func scoreRows(target *url.URL, rows [][]float64) (operation[[]float64], *Error) {
	body, failure := encodeRows(rows)
	return scoreJSON(target, body, decodeDoubles), failure
}

// scorePayload sends any value as JSON and reads any JSON that is a prediction.
func scorePayload(target *url.URL, payload any) (operation[json.RawMessage], *Error) {
	body, failure := encodePayload(payload)
	return scoreJSON(target, body, decodePrediction), failure
}

// scoreAs sends any value as JSON and reads a prediction as a T.
func scoreAs[T any](target *url.URL, payload any) (operation[T], *Error) {
	body, failure := encodePayload(payload)
	return scoreJSON(target, body, decodeAs[T]), failure
}

func scoreJSON[T any](target *url.URL, body []byte, read func([]byte) (T, error)) operation[T] {
	return operation[T]{
		method:      "POST",
		target:      target,
		contentType: "application/json",
		accept:      "application/json",
		body:        body,
		read:        read,
	}
}
