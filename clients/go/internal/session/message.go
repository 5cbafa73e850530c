package session

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// The codes of JSON-RPC 2.0 for an adapter that failed, and the one for an
// error of the library.
const (
	codeParse          = -32700
	codeInvalidRequest = -32600
	codeUnknownMethod  = -32601
	codeInvalidParams  = -32602
	codeInternal       = -32603
	codeLibrary        = -32000
)

// fault is the error object of an answer.
type fault struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

func (f *fault) Error() string { return f.Message }

// object is a JSON object whose members are read when they are wanted. A Go
// struct would also match names that differ in case, and does not tell null
// from nothing.
type object map[string]json.RawMessage

// request is one line from the harness.
type request struct {
	// id is the JSON text of the call's id; nil for a notification.
	id     json.RawMessage
	method string
	params json.RawMessage
}

// parseRequest reads a line. With a fault it returns the id if that could be
// read.
func parseRequest(line []byte) (request, *fault) {
	if !utf8.Valid(line) || !json.Valid(line) {
		return request{}, &fault{Code: codeParse, Message: "not one JSON value in UTF-8"}
	}
	var members object
	if json.Unmarshal(line, &members) != nil || members == nil {
		return request{}, &fault{Code: codeInvalidRequest, Message: "not a JSON object"}
	}
	id := members["id"]
	if id != nil && !isID(id) {
		return request{}, &fault{Code: codeInvalidRequest, Message: "id is neither a string nor a number"}
	}
	parsed := request{id: id, params: members["params"]}
	if version, err := members.text("jsonrpc"); err != nil || version != "2.0" {
		return parsed, &fault{Code: codeInvalidRequest, Message: `jsonrpc is not "2.0"`}
	}
	var err error
	if parsed.method, err = members.text("method"); err != nil {
		return parsed, &fault{Code: codeInvalidRequest, Message: err.Error()}
	}
	return parsed, nil
}

// isID tells whether JSON text can name a call.
func isID(text json.RawMessage) bool {
	return text[0] == '"' || text[0] == '-' || text[0] >= '0' && text[0] <= '9' || text[0] == 'n'
}

// text returns the string of a member that has to be there.
func (o object) text(name string) (string, error) {
	value := o[name]
	if value == nil {
		return "", errors.New(name + " is missing")
	}
	if value[0] != '"' {
		return "", errors.New(name + " is not a string")
	}
	var text string
	err := json.Unmarshal(value, &text)
	return text, err
}

// answer returns the line that answers a call, with its line break. An id of
// nil is written as null, and one of result and failure is given.
func answer(id json.RawMessage, result any, failure *fault) ([]byte, error) {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(struct {
		Version string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Result  any             `json:"result,omitempty"`
		Error   *fault          `json:"error,omitempty"`
	}{"2.0", id, result, failure})
	return line.Bytes(), err
}
