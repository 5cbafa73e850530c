package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"

	scoring "github.com/scoreline/scoreline/clients/go"
	"github.com/scoreline/scoreline/clients/go/internal/double"
)

const protocolVersion = "1"

// empty is the result of a method that has nothing to say.
type empty struct{}

func initialize(text json.RawMessage) (any, error) {
	params, err := parseObject("params", text)
	if err != nil {
		return nil, err
	}
	version, err := params.text("protocolVersion")
	if err != nil {
		return nil, err
	}
	if version != protocolVersion {
		return nil, fmt.Errorf("protocolVersion is not %q", protocolVersion)
	}
	return map[string]any{
		"protocolVersion": protocolVersion,
		"name":            "azureml-scoring-go",
		"version":         scoring.Version,
		"language":        "Go",
		"runtime":         runtime.Version(),
		"capabilities":    []string{"payload"},
	}, nil
}

func (s *session) open(text json.RawMessage) (any, error) {
	params, err := parseObject("params", text)
	if err != nil {
		return nil, err
	}
	handle, err := params.text("client")
	if err != nil {
		return nil, err
	}
	if s.clients[handle] != nil {
		return nil, fmt.Errorf("client %q is open already", handle)
	}
	config, err := parseObject("config", params["config"])
	if err != nil {
		return nil, err
	}
	client, err := newClient(config)
	if err != nil {
		return nil, err
	}
	s.clients[handle] = client
	return empty{}, nil
}

func (s *session) close(text json.RawMessage) (any, error) {
	params, err := parseObject("params", text)
	if err != nil {
		return nil, err
	}
	handle, client, err := s.client(params)
	if err != nil {
		return nil, err
	}
	delete(s.clients, handle)
	return empty{}, client.Close()
}

// client returns the open client that params name.
func (s *session) client(params object) (handle string, client *scoring.Client, err error) {
	if handle, err = params.text("client"); err != nil {
		return "", nil, err
	}
	if client = s.clients[handle]; client == nil {
		return "", nil, fmt.Errorf("no client %q is open", handle)
	}
	return handle, client, nil
}

// startScore begins a call and lets the next line be read.
func (s *session) startScore(message request) {
	params, err := parseObject("params", message.params)
	var client *scoring.Client
	if err == nil {
		_, client, err = s.client(params)
	}
	if err != nil {
		s.answer(message, func() (any, error) { return nil, err })
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.mu.Lock()
	s.inFlight[string(message.id)] = cancel
	s.mu.Unlock()
	go func() {
		defer cancel()
		s.answer(message, func() (any, error) { return score(ctx, client, params) })
	}()
}

// isInFlight tells whether a call with this id has no answer yet.
func (s *session) isInFlight(id json.RawMessage) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inFlight[string(id)] != nil
}

// land takes a call out of those in flight. That is done before its answer goes
// out, after which the harness is free to use the id again.
func (s *session) land(id json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.inFlight, string(id))
}

// score makes the one call that params describe.
func score(ctx context.Context, client *scoring.Client, params object) (any, error) {
	text, payload := params["rows"], params["payload"]
	if (text == nil) == (payload == nil) {
		return nil, errors.New("one of rows and payload is wanted")
	}
	if payload != nil {
		prediction, err := client.ScorePayload(ctx, payload)
		return object{"predictions": prediction}, err
	}
	rows, err := parseRows(text)
	if err != nil {
		return nil, err
	}
	numbers, err := client.Score(ctx, rows)
	return object{"predictions": double.AppendArray(nil, numbers)}, err
}

// notice acts on a notification. There is only the one that ends a call; if
// that is not in flight, or no longer, it is nothing to speak of.
func (s *session) notice(message request) {
	params, err := parseObject("params", message.params)
	if err != nil || message.method != "$/cancelRequest" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.inFlight[string(params["id"])]; cancel != nil {
		cancel()
	}
}
