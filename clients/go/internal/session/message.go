package session

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// Error codes: those that JSON-RPC 2.0 defines, for errors of the adapter, and one
// for errors of the library.
const (
	codeParse          = -32700
	codeInvalidRequest = -32600
	codeUnknownMethod  = -32601
	codeInvalidParams  = -32602
	codeInternal       = -32603
	codeLibrary        = -32000
)

// fault is the JSON-RPC error object of an answer.
type fault struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

func (f *fault) Error() string { return f.Message }

// object is a JSON object whose members are not parsed yet. It is not a struct,
// because encoding/json would match member names regardless of case and would not
// distinguish null from an absent member.
type object map[string]json.RawMessage

// request is one line from the harness.
type request struct {
	// id is the JSON text of the id, or nil for a notification.
	id     json.RawMessage
	method string
	params json.RawMessage
}

// parseRequest parses a line. If it returns a fault, the request still contains
// the id if that could be parsed.
func parseRequest(line []byte) (request, *fault) {
	if !utf8.Valid(line) || !json.Valid(line) {
		return request{}, &fault{Code: codeParse, Message: "the line is not a single JSON value in UTF-8"}
	}
	var members object
	if json.Unmarshal(line, &members) != nil || members == nil {
		return request{}, &fault{Code: codeInvalidRequest, Message: "the message is not a JSON object"}
	}
	id := members["id"]
	if id != nil && !isID(id) {
		return request{}, &fault{Code: codeInvalidRequest, Message: "id is not a string, a number or null"}
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

// isID reports whether a JSON value is a valid id: a string, a number or null.
func isID(text json.RawMessage) bool {
	return text[0] == '"' || text[0] == '-' || text[0] >= '0' && text[0] <= '9' || text[0] == 'n'
}

// text returns the value of a required member that must be a string.
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

// answer encodes the line that answers a call, including its line break. Exactly
// one of result and failure must be set. A nil id is encoded as null.
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
