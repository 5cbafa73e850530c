package scoring_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

const testKey = "s3cret+key/with\"quote=="

// service is an HTTP server on loopback that records the requests it receives.
type service struct {
	*httptest.Server

	connections atomic.Int64
	closed      chan struct{} // one value per closed connection

	mu       sync.Mutex // guards requests
	requests []received
}

// received is a request with its body.
type received struct {
	*http.Request

	body string
}

// startService starts a service that replies with handler, until the test ends.
func startService(t *testing.T, handler http.HandlerFunc) *service {
	t.Helper()
	s := &service{closed: make(chan struct{}, 1000)}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.requests = append(s.requests, received{r, string(body)})
		s.mu.Unlock()
		handler(w, r)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			s.connections.Add(1)
		case http.StateClosed:
			s.closed <- struct{}{}
		case http.StateActive, http.StateIdle, http.StateHijacked:
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// last returns the most recent request.
func (s *service) last(t *testing.T) received {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.requests) == 0 {
		t.Fatal("the service received no request")
	}
	return s.requests[len(s.requests)-1]
}

// answering returns a handler that replies with the given status, body and
// headers, which are pairs of name and value.
func answering(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// awaitClosed waits until the client has closed a connection.
func (s *service) awaitClosed(t *testing.T) {
	t.Helper()
	select {
	case <-s.closed:
	case <-time.After(10 * time.Second):
		t.Error("the connection is still open")
	}
}

// startRaw starts a TCP server and returns its address. On each connection it
// reads the head of a request and then calls answer, which writes the raw reply.
func startRaw(t *testing.T, answer func(conn net.Conn, head []string)) string {
	t.Helper()
	return startRawConn(t, func(conn net.Conn) {
		answer(conn, readHead(conn))
		// Closing with unread bytes would send a reset, which could discard the reply.
		_ = conn.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, conn)
	})
}

// startRawConn starts a TCP server that serves each connection with serve.
func startRawConn(t *testing.T, serve func(conn net.Conn)) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				serve(conn)
			}()
		}
	}()
	return listener.Addr().String()
}

// readHead returns the lines of a request before the first empty line.
func readHead(conn net.Conn) []string {
	var lines []string
	scanner := bufio.NewScanner(conn)
	for scanner.Scan() && scanner.Text() != "" {
		lines = append(lines, scanner.Text())
	}
	return lines
}

// newClient returns a client that does not retry unless an option says so.
func newClient(t *testing.T, uri string, options ...scoring.Option) *scoring.Client {
	t.Helper()
	client, err := scoring.NewClient(uri, append([]scoring.Option{scoring.WithRetries(0)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// scoreOne makes a call and returns only its error.
func scoreOne(ctx context.Context, client *scoring.Client) error {
	_, err := client.Score(ctx, [][]float64{{1}})
	return err
}

// failureOf returns err as an *Error and fails the test unless it is of the given kind.
func failureOf(t *testing.T, err error, kind scoring.Kind) *scoring.Error {
	t.Helper()
	var failure *scoring.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got %v, want an *Error", err)
	}
	if failure.Kind != kind || !errors.Is(err, kind) {
		t.Fatalf("got kind %s (%v), want %s", failure.Kind, err, kind)
	}
	return failure
}
