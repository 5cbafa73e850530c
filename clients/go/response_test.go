package scoring_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// startFlaky starts a service that refuses each odd request and answers each even one, with the given headers.
func startFlaky(t *testing.T, headers ...string) *service {
	t.Helper()
	var requests atomic.Int64
	return startService(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1)%2 == 1 {
			answering(503, "", "retry-after-ms", "1")(w, r)
			return
		}
		answering(201, "[2.5]", headers...)(w, r)
	})
}

// A response has the result, the status, both request IDs and the number of attempts.
func TestResponse(t *testing.T) {
	server := startFlaky(t, "x-ms-request-id", "service-id", "x-request-id", "other-id")
	client := newClient(t, server.URL, scoring.WithRetries(1))
	got, err := scoring.Call(t.Context(), client, scoring.Rows([][]float64{{1}}))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Value) != 1 || got.Value[0] != 2.5 || got.Status != 201 || got.Attempts != 2 || got.RequestID != "service-id" {
		t.Errorf("got %v", got)
	}
	if sent := server.last(t).Header.Get("X-Ms-Client-Request-Id"); got.ClientRequestID != sent || sent == "" {
		t.Errorf("got %s, but %s was sent", got.ClientRequestID, sent)
	}
}

// The service's request ID is taken from x-request-id if there is no other, and a key in it is masked.
func TestResponseRequestID(t *testing.T) {
	for want, headers := range map[string][]string{
		"":         nil,
		"other-id": {"x-request-id", "other-id"},
		"r ***":    {"x-ms-request-id", "r " + testKey},
	} {
		server := startService(t, answering(200, "[1]", headers...))
		got, err := scoring.Call(t.Context(), newClient(t, server.URL, scoring.WithKey(testKey)), scoring.Rows(nil))
		if err != nil || got.RequestID != want || got.Attempts != 1 {
			t.Errorf("got %v, %v, want %s", got, err, want)
		}
	}
}

// Printing a response shows all but its value.
func TestPrintedResponse(t *testing.T) {
	response := scoring.Response[[]float64]{Value: []float64{42.5}, Status: 200, RequestID: "r", ClientRequestID: "c", Attempts: 2}
	var logged bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&logged, nil), slog.NewJSONHandler(&logged, nil)} {
		slog.New(handler).Info("called", "response", response)
	}
	printed := fmt.Sprintf("%v %+v %#v %s %s", response, response, response, response, &logged)
	if strings.Contains(printed, "42.5") || !strings.Contains(printed, "response.attempts=2") {
		t.Errorf("got %s", printed)
	}
	if want := "scoring.Response(HTTP 200, attempts=2, request id=r, client request id=c)"; response.String() != want {
		t.Errorf("got %s", response)
	}
}

// Each operation can be performed any number of times, and returns what the method of the client returns.
func TestOperations(t *testing.T) {
	server := startService(t, answering(200, `{"a": [1]}`))
	client := newClient(t, server.URL+"/score")
	body, raw := []byte("abc"), json.RawMessage(`"sent"`)
	image, payload := scoring.Bytes(body, "text/plain"), scoring.Payload(raw)
	copy(body, "xyz")
	copy(raw, `"lost"`)
	for range 2 {
		for want, operation := range map[string]scoring.Operation[json.RawMessage]{"abc": image, `"sent"`: payload, "": scoring.Swagger()} {
			got, err := scoring.Call(t.Context(), client, operation)
			if sent := server.last(t).body; err != nil || string(got.Value) != `{"a": [1]}` || sent != want {
				t.Errorf("got %s, %v for %s, want %s", got.Value, err, sent, want)
			}
		}
	}
	typed, err := scoring.Call(t.Context(), client, scoring.PayloadAs[map[string][]int](nil))
	if err != nil || typed.Value["a"][0] != 1 {
		t.Errorf("got %v, %v", typed.Value, err)
	}
	if health, err := scoring.Call(t.Context(), client, scoring.Health()); err != nil || health.Status != 200 {
		t.Errorf("got %v, %v", health, err)
	}
}

// The retries of one call replace the client's, for that call only.
func TestRetriesOfOneCall(t *testing.T) {
	server := startService(t, answering(503, "", "retry-after-ms", "1"))
	for _, test := range []struct{ client, call int }{{2, 0}, {0, 2}} {
		client := newClient(t, server.URL, scoring.WithRetries(test.client))
		for _, options := range [][]scoring.CallOption{nil, {scoring.WithRetries(test.call)}, nil} {
			want := test.client
			if options != nil {
				want = test.call
			}
			_, err := scoring.Call(t.Context(), client, scoring.Rows(nil), options...)
			if failure := failureOf(t, err, scoring.KindService); failure.Attempts != want+1 {
				t.Errorf("got %d attempts, want %d", failure.Attempts, want+1)
			}
		}
	}
}

// The limits of one call end it or its attempt, though those of the client are longer.
func TestLimitsOfOneCall(t *testing.T) {
	address := startRaw(t, func(conn net.Conn, _ []string) { _, _ = io.Copy(io.Discard, conn) })
	client := newClient(t, "http://"+address)
	for message, option := range map[string]scoring.CallOption{
		"no prediction within 0.1 s":     scoring.WithOverallTimeout(100 * time.Millisecond),
		"no complete reply within 0.2 s": scoring.WithAttemptTimeout(200 * time.Millisecond),
	} {
		_, err := scoring.Call(t.Context(), client, scoring.Rows(nil), option)
		if failure := failureOf(t, err, scoring.KindTimeout); failure.Message != message || failure.Attempts != 1 {
			t.Errorf("got %+v", failure)
		}
	}
}

// An invalid option, or an operation that cannot be sent, is a configuration error each time it is used, and nothing is sent.
func TestBadCall(t *testing.T) {
	server := startService(t, answering(200, "[1]"))
	client := newClient(t, server.URL+"/score")
	for message, option := range map[string]scoring.CallOption{
		"the number of retries is -1, but must not be negative":      scoring.WithRetries(-1),
		"the attempt timeout is 0s, but must be greater than zero":   scoring.WithAttemptTimeout(0),
		"the overall timeout is -1ns, but must be greater than zero": scoring.WithOverallTimeout(-1),
	} {
		_, err := scoring.Call(t.Context(), client, scoring.Rows(nil), option)
		if failure := failureOf(t, err, scoring.KindConfiguration); failure.Message != message || failure.Attempts != 0 {
			t.Errorf("got %+v", failure)
		}
		_, err = scoring.NewClient(server.URL, option)
		if failure := failureOf(t, err, scoring.KindConfiguration); failure.Message != message {
			t.Errorf("got %+v", failure)
		}
	}
	for _, operation := range []scoring.Operation[json.RawMessage]{{}, scoring.Payload(func() {}), scoring.Bytes(nil, "")} {
		for range 2 {
			_, err := scoring.Call(t.Context(), client, operation)
			failureOf(t, err, scoring.KindConfiguration).Message = "changed by the caller"
		}
	}
	if len(server.requests) != 0 {
		t.Errorf("got %d requests", len(server.requests))
	}
	if err := scoreOne(t.Context(), client); err != nil {
		t.Errorf("the client's own settings changed: %v", err)
	}
}

// Calls with different options at the same time do not mix, and end when their client is closed.
func TestDifferentCallsAtOnce(t *testing.T) {
	arrived := make(chan struct{})
	server := startService(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Content-Type") == "wait/forever" {
			arrived <- struct{}{}
			<-r.Context().Done()
			return
		}
		answering(503, "", "retry-after-ms", "1")(w, r)
	})
	client := newClient(t, server.URL)
	var calls sync.WaitGroup
	for retries := range 8 {
		calls.Go(func() {
			_, err := scoring.Call(t.Context(), client, scoring.Rows(nil), scoring.WithRetries(retries))
			if failure, _ := errors.AsType[*scoring.Error](err); failure == nil || failure.Attempts != retries+1 {
				t.Errorf("got %v with %d retries", err, retries)
			}
		})
	}
	calls.Wait()
	ended := make(chan error)
	go func() {
		_, err := scoring.Call(t.Context(), client, scoring.Bytes(nil, "wait/forever"), scoring.WithOverallTimeout(time.Hour))
		ended <- err
	}()
	<-arrived
	_ = client.Close()
	failureOf(t, <-ended, scoring.KindCancelled)
	if _, err := scoring.Call(context.Background(), client, scoring.Health()); err == nil {
		t.Error("a closed client makes calls")
	}
}
