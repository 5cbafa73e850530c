package scoring_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// The kind follows from the status and x-ms-run-function-failed; the header takes precedence.
func TestKindOfStatus(t *testing.T) {
	for status, kind := range map[int]scoring.Kind{
		300: scoring.KindService, 301: scoring.KindService, 302: scoring.KindService, 304: scoring.KindService, 307: scoring.KindService,
		400: scoring.KindService, 401: scoring.KindAuthentication, 403: scoring.KindAuthentication, 404: scoring.KindService,
		408: scoring.KindService, 424: scoring.KindModel, 429: scoring.KindThrottled,
		500: scoring.KindService, 502: scoring.KindService, 503: scoring.KindService, 504: scoring.KindService,
	} {
		for header, kind := range map[string]scoring.Kind{"": kind, "False": kind, "True": scoring.KindModel} {
			server := startService(t, answering(status, "", "x-ms-run-function-failed", header))
			failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), kind)
			if failure.Status != status || failure.Attempts != 1 || failure.Body != "" || failure.Message != fmt.Sprint("HTTP ", status) {
				t.Errorf("%d: got %+v", status, failure)
			}
		}
	}
}

// x-ms-run-function-failed has no effect on a 2xx reply.
func TestFailedRunWithPrediction(t *testing.T) {
	server := startService(t, answering(200, "[1]", "x-ms-run-function-failed", "True"))
	if err := scoreOne(t.Context(), newClient(t, server.URL)); err != nil {
		t.Error(err)
	}
}

// Every field of an error is filled from the reply.
func TestFields(t *testing.T) {
	server := startService(t, answering(424, `{"message": "too busy"}`,
		"x-ms-request-id", "r-1", "x-request-id", "r-2", "Retry-After", "1.5",
		"ms-azureml-model-error-statuscode", "503", "ms-azureml-model-error-reason", "model_not_ready"))
	failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), scoring.KindModel)
	want := scoring.Error{
		Kind: scoring.KindModel, Message: "too busy", Status: 424, ModelStatus: 503, ModelReason: "model_not_ready",
		RequestID: "r-1", ClientRequestID: server.last(t).Header.Get("X-Ms-Client-Request-Id"),
		RetryAfter: 1500 * time.Millisecond, Attempts: 1, Body: `{"message": "too busy"}`,
	}
	if *failure != want {
		t.Errorf("got %+v, want %+v", *failure, want)
	}
	if errors.Unwrap(failure) != nil {
		t.Errorf("got cause %v", errors.Unwrap(failure))
	}
}

// The request ID falls back to x-request-id, and a model status that is not an HTTP status of three digits is left out.
func TestFieldsThatDoNotApply(t *testing.T) {
	server := startService(t, answering(500, "", "x-request-id", "r-2"))
	failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), scoring.KindService)
	if failure.RequestID != "r-2" || failure.ModelStatus != 0 || failure.ModelReason != "" || failure.RetryAfter != 0 {
		t.Errorf("got %+v", failure)
	}
	for _, status := range []string{"0", "099", "-500", "+500", "5e2", "0500", "99999999999999999999", "abc"} {
		server := startService(t, answering(424, "", "ms-azureml-model-error-statuscode", status))
		if failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), scoring.KindModel); failure.ModelStatus != 0 {
			t.Errorf("%s: got %+v", status, failure)
		}
	}
}

// The message is the first non-empty string among message, detail, error and its message; otherwise it is the status.
func TestMessage(t *testing.T) {
	for body, want := range map[string]string{
		`{"status_code": 503, "message": "ä \"b\""}`:     `ä "b"`,
		`{"Message": "no"}`:                              "HTTP 503",
		`{"message": 5}`:                                 "HTTP 503",
		`{"message": null}`:                              "HTTP 503",
		`{"message": ""}`:                                "HTTP 503",
		`{"message": "a\ud800b"}`:                        "a\uFFFDb",
		`{"detail": "Not Found"}`:                        "Not Found",
		`{"detail": [{"msg": "x"}]}`:                     "HTTP 503",
		`{"error": "no", "detail": "why"}`:               "why",
		`{"error": "no", "detail": "why", "message": 5}`: "why",
		`{"error": "no", "message": ""}`:                 "no",
		`{"error": {"message": "deep"}}`:                 "deep",
		`{"error": {"message": 5}}`:                      "HTTP 503",
		`{"error": {"detail": "x"}}`:                     "HTTP 503",
		`["message"]`:                                    "HTTP 503",
		`"message"`:                                      "HTTP 503",
		`{"message": "cut`:                               "HTTP 503",
		`<html>503</html>`:                               "HTTP 503",
		``:                                               "HTTP 503",
	} {
		server := startService(t, answering(503, body))
		failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), scoring.KindService)
		if failure.Message != want || failure.Body != body {
			t.Errorf("%s: got %+v", body, failure)
		}
	}
}

// A body that is not UTF-8 is not JSON, so no message is taken from it.
func TestMessageNotUTF8(t *testing.T) {
	server := startService(t, answering(503, "{\"message\": \"a\xff\"}"))
	if failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), scoring.KindService); failure.Message != "HTTP 503" {
		t.Errorf("got %+v", failure)
	}
}

// If a header occurs twice, the first is used, and its bytes outside ASCII are decoded as ISO 8859-1.
func TestHeaderValues(t *testing.T) {
	address := startRaw(t, func(conn net.Conn, _ []string) {
		fmt.Fprint(conn, "HTTP/1.1 503 no\r\nX-MS-request-id: \xe4\t\r\nx-ms-request-id: 2\r\nContent-Length: 0\r\n\r\n")
	})
	if failure := failureOf(t, scoreOne(t.Context(), newClient(t, "http://"+address)), scoring.KindService); failure.RequestID != "ä" {
		t.Errorf("got %+v", failure)
	}
}

// An error keeps the first 65,536 bytes of a body, and looks for a message only in a body that is no longer.
func TestLongBody(t *testing.T) {
	for length, message := range map[int]string{65_536: "at the end", 65_537: "HTTP 500", 1 << 20: "HTTP 500"} {
		tail := `", "message": "at the end"}`
		body := `{"filler": "` + strings.Repeat("x", length-len(`{"filler": "`)-len(tail)) + tail
		server := startService(t, answering(500, body))
		failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), scoring.KindService)
		if failure.Body != body[:65_536] || failure.Message != message {
			t.Errorf("%d: got %d bytes, message %q", length, len(failure.Body), failure.Message)
		}
	}
}

// A redirect is an error and is not followed, whatever its Location.
func TestRedirect(t *testing.T) {
	destination := startService(t, answering(200, "[1]"))
	for _, location := range []string{destination.URL, "http://%zz", ""} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			server := startService(t, answering(status, "", "Location", location))
			failureOf(t, scoreOne(t.Context(), newClient(t, server.URL, scoring.WithKey("k"))), scoring.KindService)
		}
	}
	if len(destination.requests) != 0 {
		t.Error("a redirect was followed")
	}
}

// The text of an error is one line with its kind, status, message and both request IDs.
func TestErrorText(t *testing.T) {
	server := startService(t, answering(429, `{"message": "slow\ndown\u2028now"}`, "x-ms-request-id", "r-1"))
	err := scoreOne(t.Context(), newClient(t, server.URL))
	want := "azureml-scoring: throttled (HTTP 429): slow down now; request id r-1; client request id " +
		server.last(t).Header.Get("X-Ms-Client-Request-Id")
	if err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

// A refused connection is a connection error with its cause, and counts as one attempt.
func TestRefusedConnection(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	err = scoreOne(t.Context(), newClient(t, "http://"+address))
	failure := failureOf(t, err, scoring.KindConnection)
	var cause *net.OpError
	if failure.Attempts != 1 || failure.Status != 0 || failure.ClientRequestID == "" || !errors.As(err, &cause) {
		t.Errorf("got %+v", failure)
	}
}

// A connection that breaks before the reply is complete, or a reply that is not HTTP, is a connection error.
func TestBrokenConnection(t *testing.T) {
	for _, answer := range []string{
		"",
		"HTTP/1.1 200 OK\r\nContent-",
		"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1]",
		"HTTP/1.1 500 no\r\nContent-Length: 100\r\n\r\n[1]",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n",
		"SSH-2.0-OpenSSH\r\n\r\n",
		"HTTP/1.1 000 no\r\nContent-Length: 3\r\n\r\n[1]",
		"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\nContent-Length: 3\r\n\r\n[1]",
	} {
		address := startRaw(t, func(conn net.Conn, _ []string) { fmt.Fprint(conn, answer) })
		failure := failureOf(t, scoreOne(t.Context(), newClient(t, "http://"+address)), scoring.KindConnection)
		if failure.Attempts != 1 || failure.Status != 0 {
			t.Errorf("%q: got %+v", answer, failure)
		}
	}
}

// A request is sent once, even if the connection breaks without a reply.
func TestOneRequestForOneCall(t *testing.T) {
	heads := make(chan struct{}, 10)
	address := startRaw(t, func(net.Conn, []string) { heads <- struct{}{} })
	failureOf(t, scoreOne(t.Context(), newClient(t, "http://"+address)), scoring.KindConnection)
	if len(heads) != 1 {
		t.Errorf("got %d requests", len(heads))
	}
}

// A call whose context ends is cancelled, and errors.Is matches the error of the context.
func TestCancelled(t *testing.T) {
	arrived := make(chan struct{}, 1)
	address := startRaw(t, func(conn net.Conn, _ []string) {
		arrived <- struct{}{}
		_, _ = conn.Read(make([]byte, 1<<10)) // the body
		_, _ = conn.Read(make([]byte, 1))     // until the client disconnects
	})
	client := newClient(t, "http://"+address)

	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	err := scoreOne(ctx, client)
	if failure := failureOf(t, err, scoring.KindCancelled); !errors.Is(err, context.Canceled) || failure.Attempts != 1 || failure.ClientRequestID != "" {
		t.Errorf("got %+v", failure)
	}

	err = scoreOne(ctx, client) // ctx has already ended
	if failure := failureOf(t, err, scoring.KindCancelled); failure.Attempts != 0 {
		t.Errorf("got %+v", failure)
	}

	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err = scoreOne(ctx, client)
	failureOf(t, err, scoring.KindCancelled)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// A configuration error wraps the error of encoding/json that caused it.
func TestCauseOfUnwritablePayload(t *testing.T) {
	_, err := newClient(t, "http://localhost").ScorePayload(t.Context(), make(chan int))
	var cause *json.UnsupportedTypeError
	if failureOf(t, err, scoring.KindConfiguration); !errors.As(err, &cause) {
		t.Errorf("got %v", err)
	}
}
