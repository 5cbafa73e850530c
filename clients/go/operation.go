package scoring

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
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
	// the body is not what the operation returns. If read is nil, the body does not
	// matter.
	read func(body []byte) (T, error)
}

const jsonType = "application/json"

// scoreRows sends {"data": rows} and reads an array of finite numbers.
func scoreRows(target *url.URL, rows [][]float64) (operation[[]float64], *Error) {
	body, failed := encodeRows(rows)
	return scoreBody(target, jsonType, body, decodeDoubles), failed
}

// scorePayload sends any value as JSON and reads any JSON that is a prediction.
func scorePayload(target *url.URL, payload any) (operation[json.RawMessage], *Error) {
	body, failed := encodePayload(payload)
	return scoreBody(target, jsonType, body, decodePrediction), failed
}

// scoreAs sends any value as JSON and reads a prediction as a T.
func scoreAs[T any](target *url.URL, payload any) (operation[T], *Error) {
	body, failed := encodePayload(payload)
	return scoreBody(target, jsonType, body, decodeAs[T]), failed
}

// scoreBytes sends bytes of any type and reads any JSON that is a prediction.
func scoreBytes(target *url.URL, body []byte, contentType string) (operation[json.RawMessage], *Error) {
	if !isHeaderText(contentType) {
		return operation[json.RawMessage]{}, misconfigured(
			"the content type is empty, begins or ends with a space, or contains a character that is not printable ASCII",
		)
	}
	return scoreBody(target, contentType, body, decodePrediction), nil
}

func scoreBody[T any](target *url.URL, contentType string, body []byte, read func([]byte) (T, error)) operation[T] {
	return operation[T]{
		method:      http.MethodPost,
		target:      target,
		contentType: contentType,
		accept:      jsonType,
		body:        body,
		read:        read,
	}
}

// health asks whether the service is there; any 2xx reply says so.
func health(target *url.URL) (operation[struct{}], *Error) {
	root, failed := besideScore(target, "")
	return operation[struct{}]{method: http.MethodGet, target: root, accept: "*/*"}, failed
}

// swagger reads the description of the service, a JSON object.
func swagger(target *url.URL) (operation[json.RawMessage], *Error) {
	document, failed := besideScore(target, "swagger.json")
	return operation[json.RawMessage]{
		method: http.MethodGet,
		target: document,
		accept: jsonType,
		read: func(body []byte) (json.RawMessage, error) {
			value, err := parseJSON(body)
			if err == nil && value[0] != '{' {
				return nil, errors.New("the reply is not a JSON object")
			}
			return value, err
		},
	}, failed
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
