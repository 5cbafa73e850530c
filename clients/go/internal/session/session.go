// Package session implements the session mode of the program: many calls in one
// process, with JSON-RPC 2.0, one message per line. The protocol is defined in
// docs/protocol.md.
package session

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	scoring "github.com/scoreline/scoreline/clients/go"
	"github.com/scoreline/scoreline/clients/go/internal/errordata"
)

// session is the state of one session. One goroutine reads lines and opens and
// closes clients; each call runs in a separate goroutine.
type session struct {
	ctx     context.Context //nolint:containedctx // that of Run, for all calls
	output  *output
	clients map[string]*scoring.Client // by handle, used only by the reading goroutine

	mu       sync.Mutex                    // guards inFlight
	inFlight map[string]context.CancelFunc // by JSON text of the call's id
}

// Run reads requests from stdin and writes answers to stdout until shutdown or
// the end of stdin. It does not wait for calls in flight: they are cancelled and
// not answered. It returns an error if reading or writing a stream failed.
func Run(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &session{
		ctx:      ctx,
		output:   &output{writer: stdout},
		clients:  map[string]*scoring.Client{},
		inFlight: map[string]context.CancelFunc{},
	}
	reader := bufio.NewReaderSize(stdin, 64<<10)
	for {
		line, err := reader.ReadBytes('\n')
		if len(line) > 0 && s.handle(line) { //nolint:contextcheck // calls have that of the session
			return s.output.close()
		}
		if errors.Is(err, io.EOF) {
			return s.output.close()
		}
		if err != nil {
			return errors.Join(err, s.output.close())
		}
	}
}

// handle answers one line, or starts the call that will answer it. It reports
// whether the line was a shutdown request.
func (s *session) handle(line []byte) (done bool) {
	message, failure := parseRequest(line)
	if failure != nil {
		s.output.send(message.id, nil, failure)
		return false
	}
	switch {
	case message.id == nil:
		s.handleNotification(message)
		return false
	case s.isInFlight(message.id):
		s.output.send(message.id, nil, &fault{Code: codeInvalidRequest, Message: "a call with this id is in flight"})
		return false
	case calls[message.method] != nil:
		s.startCall(message, calls[message.method])
	default:
		s.answer(message, func() (any, error) { return s.invoke(message) })
	}
	return message.method == "shutdown"
}

// invoke runs a method that completes without waiting for the service.
func (s *session) invoke(message request) (any, error) {
	switch message.method {
	case "initialize":
		return initialize(message.params)
	case "open":
		return s.open(message.params)
	case "close":
		return s.close(message.params)
	case "shutdown":
		return empty{}, nil
	default:
		return nil, &fault{Code: codeUnknownMethod, Message: "unknown method " + message.method}
	}
}

// answer runs a method and sends its result or its error.
func (s *session) answer(message request, run func() (any, error)) {
	result, err := protect(run)
	s.removeInFlight(message.id)
	if err != nil {
		s.output.send(message.id, nil, toFault(err))
		return
	}
	s.output.send(message.id, result, nil)
}

// protect converts a panic to an error, so that only one call fails.
func protect(run func() (any, error)) (result any, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = &fault{Code: codeInternal, Message: fmt.Sprintf("internal error: %v", reason)}
		}
	}()
	return run()
}

// toFault converts an error returned by a method to an error object. An error
// that is neither a fault nor an error of the library comes from parsing params.
func toFault(err error) *fault {
	if failure, ok := errors.AsType[*fault](err); ok {
		return failure
	}
	if data, ok := errordata.Of(err); ok {
		return &fault{Code: codeLibrary, Message: data.Message, Data: data}
	}
	return &fault{Code: codeInvalidParams, Message: err.Error()}
}
