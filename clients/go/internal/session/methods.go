package session

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"

	scoring "github.com/scoreline/scoreline/clients/go"
)

const protocolVersion = "1"

// empty is the result of a method that returns no data.
type empty struct{}

// initialize checks the protocol version and identifies the client.
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
		"capabilities": []string{
			"payload", "retries", "overall-timeout", "secondary-key", "reply-limit", "tls", "bytes", "health", "swagger",
			"call-options", "response",
		},
	}, nil
}

// open creates a client under a handle chosen by the harness.
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
		return nil, fmt.Errorf("client %q is already open", handle)
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

// close closes a client and frees its handle.
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

// client returns the open client whose handle is in params.
func (s *session) client(params object) (handle string, client *scoring.Client, err error) {
	if handle, err = params.text("client"); err != nil {
		return "", nil, err
	}
	if client = s.clients[handle]; client == nil {
		return "", nil, fmt.Errorf("client %q is not open", handle)
	}
	return handle, client, nil
}

// startCall starts a call in a goroutine, so that the next line can be read.
func (s *session) startCall(message request, run func(context.Context, *scoring.Client, object) (any, error)) {
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
		s.answer(message, func() (any, error) { return run(ctx, client, params) })
	}()
}

// isInFlight reports whether a call with this id is not answered yet.
func (s *session) isInFlight(id json.RawMessage) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inFlight[string(id)] != nil
}

// removeInFlight removes a call from those in flight. It must run before the
// answer is sent, because the harness may then use the id again.
func (s *session) removeInFlight(id json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.inFlight, string(id))
}

// handleNotification handles $/cancelRequest and ignores all other notifications.
// Cancelling a call that is not in flight, or no longer, has no effect.
func (s *session) handleNotification(message request) {
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
