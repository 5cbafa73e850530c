package session_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"github.com/scoreline/scoreline/clients/go/internal/session"
)

// harness runs a session and exchanges messages with it, as the real harness does.
type harness struct {
	t       *testing.T
	input   *io.PipeWriter
	output  *bufio.Reader
	stopped chan error
}

// start starts a session that ends with the test.
func start(t *testing.T) *harness {
	t.Helper()
	t.Setenv("AZUREML_SCORING_URI", "")
	t.Setenv("AZUREML_SCORING_KEY", "")
	stdin, input := io.Pipe()
	output, stdout := io.Pipe()
	h := &harness{t, input, bufio.NewReader(output), make(chan error, 1)}
	go func() {
		err := session.Run(t.Context(), stdin, stdout)
		_ = stdout.Close()
		h.stopped <- err
	}()
	t.Cleanup(func() { _ = input.Close() })
	return h
}

// send sends one line.
func (h *harness) send(line string) {
	h.t.Helper()
	if _, err := io.WriteString(h.input, line+"\n"); err != nil {
		h.t.Fatal(err)
	}
}

// call sends a request.
func (h *harness) call(id int, method, params string) {
	h.t.Helper()
	h.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, id, method, params))
}

// aboutReply is what a result says of the reply.
var aboutReply = regexp.MustCompile(`,?"response":(\{[^}]*\})`)

// expect reads the next line and compares it with want, apart from what it says of
// a reply.
func (h *harness) expect(want string) {
	h.t.Helper()
	if got := aboutReply.ReplaceAllString(h.read(), ""); got != want+"\n" {
		h.t.Errorf("got %s, want %s", got, want)
	}
}

// read returns the next line, with its line break.
func (h *harness) read() string {
	h.t.Helper()
	line, err := h.output.ReadString('\n')
	if err != nil {
		h.t.Fatal(err)
	}
	return line
}

// failed is an answer with an error.
type failed struct {
	ID    json.RawMessage
	Error struct {
		Code int
		Data struct {
			Kind     string
			Attempts int
			Body     *string
		}
		Members map[string]json.RawMessage // those present in Data
	}
}

// readFailure reads the next line, which must be an error.
func (h *harness) readFailure() (got failed) {
	h.t.Helper()
	line := h.read()
	if err := json.Unmarshal([]byte(line), &got); err != nil || got.Error.Code == 0 {
		h.t.Fatalf("got %s, want an error", line)
	}
	var raw struct {
		Error struct{ Data map[string]json.RawMessage }
	}
	if err := json.Unmarshal([]byte(line), &raw); err != nil {
		h.t.Fatal(err)
	}
	got.Error.Members = raw.Error.Data
	return got
}

// expectEnd waits for the session to end without an error and without further output.
func (h *harness) expectEnd() {
	h.t.Helper()
	if rest, err := io.ReadAll(h.output); err != nil || len(rest) != 0 {
		h.t.Errorf("got %q, %v", rest, err)
	}
	select {
	case err := <-h.stopped:
		if err != nil {
			h.t.Error(err)
		}
	case <-time.After(10 * time.Second):
		h.t.Error("the session is still running")
	}
}

// startService starts a server on loopback and returns its URI.
func startService(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}
