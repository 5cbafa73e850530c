package scoring_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// Bytes are sent as they are with their content type, and the reply is read like that to a payload.
func TestScoreBytes(t *testing.T) {
	server := startService(t, answering(200, ` {"label": "cat"} `))
	client := newClient(t, server.URL+"/score", scoring.WithKey("k"))
	for _, body := range []string{"\x00\xff{\r\n", ""} {
		got, err := client.ScoreBytes(t.Context(), []byte(body), "image/png; q=1")
		if err != nil || string(got) != `{"label": "cat"}` {
			t.Errorf("got %s, %v", got, err)
		}
		request := server.last(t)
		if request.body != body || request.Header.Get("Content-Type") != "image/png; q=1" || request.Header.Get("Content-Length") != strconv.Itoa(len(body)) {
			t.Errorf("got %q, %v", request.body, request.Header)
		}
	}
	for _, contentType := range []string{"", " image/png", "image/png\r\nx: y", "bild/ä"} {
		_, err := client.ScoreBytes(t.Context(), nil, contentType)
		failureOf(t, err, scoring.KindConfiguration)
	}
	if len(server.requests) != 2 {
		t.Errorf("got %d requests", len(server.requests))
	}
}

// Health and Swagger ask the root beside score, with the credential, and without a body, a content type or the query.
func TestRoot(t *testing.T) {
	server := startService(t, answering(200, `{"swagger": "2.0"}`))
	for path, root := range map[string]string{"/score": "/", "/api/x/score?v=1": "/api/x/", "/a%2Fb/%7e/score?": "/a%2Fb/%7e/", "//score": "//"} {
		client := newClient(t, server.URL+path, scoring.WithKey("k"))
		if err := client.Health(t.Context()); err != nil {
			t.Fatal(err)
		}
		health := server.last(t)
		if got, err := client.Swagger(t.Context()); err != nil || string(got) != `{"swagger": "2.0"}` {
			t.Fatal(string(got), err)
		}
		document := server.last(t)
		if health.RequestURI != root || document.RequestURI != root+"swagger.json" {
			t.Errorf("%s: got %s and %s", path, health.RequestURI, document.RequestURI)
		}
		for request, accept := range map[*http.Request]string{health.Request: "*/*", document.Request: "application/json"} {
			header := request.Header
			if request.Method != http.MethodGet || header.Get("Accept") != accept || header.Get("Authorization") != "Bearer k" || header.Get("X-Ms-Client-Request-Id") == "" {
				t.Errorf("got %s %v", request.Method, header)
			}
			if header["Content-Type"] != nil || header["Content-Length"] != nil || request.TransferEncoding != nil {
				t.Errorf("there is a body: %v %v", header, request.TransferEncoding)
			}
		}
	}
	sent := len(server.requests)
	for _, path := range []string{"", "/", "/score/", "/scores", "/x", "/%73core", "/x?/score"} {
		client := newClient(t, server.URL+path)
		failureOf(t, client.Health(t.Context()), scoring.KindConfiguration)
		_, err := client.Swagger(t.Context())
		failureOf(t, err, scoring.KindConfiguration)
	}
	if len(server.requests) != sent {
		t.Error("something was sent")
	}
}

// Any 2xx reply within the limit is healthy; anything else is the usual error.
func TestHealth(t *testing.T) {
	for _, answer := range []http.HandlerFunc{answering(204, ""), answering(200, "<b>"), answering(200, strings.Repeat("x", 100))} {
		server := startService(t, answer)
		if err := newClient(t, server.URL+"/score", scoring.WithReplyLimit(100)).Health(t.Context()); err != nil {
			t.Error(err)
		}
	}
	server := startService(t, answering(200, strings.Repeat("x", 101)))
	failureOf(t, newClient(t, server.URL+"/score", scoring.WithReplyLimit(100)).Health(t.Context()), scoring.KindResponseFormat)
	server = startService(t, answering(503, `{"message": "soon"}`))
	if failure := failureOf(t, newClient(t, server.URL+"/score").Health(t.Context()), scoring.KindService); failure.Message != "soon" || failure.Attempts != 1 {
		t.Errorf("got %+v", failure)
	}
}

// A description that is not a JSON object is a response-format error.
func TestBadSwagger(t *testing.T) {
	for _, body := range []string{"", "<html>", "[]", "null", `"swagger"`, `{"swagger"`} {
		server := startService(t, answering(200, body))
		_, err := newClient(t, server.URL+"/score").Swagger(t.Context())
		if failure := failureOf(t, err, scoring.KindResponseFormat); failure.Body != body {
			t.Errorf("got %+v", failure)
		}
	}
}

// A GET is not repeated by net/http if a reused connection breaks after it was sent, but a connection that was closed before is replaced.
func TestNoRepeatedGet(t *testing.T) {
	heads := make(chan string, 10)
	address := startRawConn(t, func(conn net.Conn) {
		reader := bufio.NewReader(conn)
		for range 2 {
			request, err := http.ReadRequest(reader)
			if err != nil {
				return
			}
			heads <- request.RequestURI
			if len(heads) == 1 {
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			}
		}
	})
	client := newClient(t, "http://"+address+"/score")
	if err := client.Health(t.Context()); err != nil {
		t.Fatal(err)
	}
	failureOf(t, client.Health(t.Context()), scoring.KindConnection)
	if len(heads) != 2 {
		t.Errorf("got %d requests", len(heads))
	}
}

// roundTripper is a transport of the caller's.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

// A transport of the caller's is used for all requests, and redirects, limits and masking hold with it.
func TestTransport(t *testing.T) {
	var sent []*http.Request
	answer := func(*http.Request) (*http.Response, error) { return nil, nil }
	client := newClient(t, "https://host/score", scoring.WithKey(testKey), scoring.WithReplyLimit(100),
		scoring.WithAttemptTimeout(50*time.Millisecond), scoring.WithConnectTimeout(time.Nanosecond),
		scoring.WithTransport(roundTripper(func(request *http.Request) (*http.Response, error) {
			sent = append(sent, request)
			return answer(request)
		})))
	recorded := func(status int, body string) func(*http.Request) (*http.Response, error) {
		return func(*http.Request) (*http.Response, error) {
			recorder := httptest.NewRecorder()
			recorder.Header().Set("Location", "http://elsewhere/")
			recorder.WriteHeader(status)
			_, _ = recorder.WriteString(body)
			return recorder.Result(), nil
		}
	}
	failureOf(t, scoreOne(t.Context(), client), scoring.KindConnection) // neither a reply nor an error

	answer = recorded(200, "[2.5]")
	if got, err := client.Score(t.Context(), [][]float64{{1}}); err != nil || len(got) != 1 || got[0] != 2.5 {
		t.Errorf("got %v, %v", got, err)
	}
	answer = recorded(307, testKey)
	if failure := failureOf(t, scoreOne(t.Context(), client), scoring.KindService); failure.Body != "***" {
		t.Errorf("got %+v", failure)
	}
	answer = recorded(200, strings.Repeat("1", 101))
	failureOf(t, scoreOne(t.Context(), client), scoring.KindResponseFormat)
	answer = func(request *http.Request) (*http.Response, error) {
		<-request.Context().Done()
		return nil, request.Context().Err()
	}
	failureOf(t, scoreOne(t.Context(), client), scoring.KindTimeout)
	answer = func(*http.Request) (*http.Response, error) { return nil, fmt.Errorf("proxy said %s", testKey) }
	if failure := failureOf(t, scoreOne(t.Context(), client), scoring.KindConnection); strings.Contains(failure.Error(), testKey) {
		t.Errorf("got %v", failure)
	}
	if len(sent) != 6 {
		t.Errorf("got %d requests", len(sent))
	}
}
