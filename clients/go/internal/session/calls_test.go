package session_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// The methods that call the service, with params apart from the handle.
var methods = map[string]string{
	"score":   `,"rows":[[1]]`,
	"health":  "",
	"swagger": "",
}

// Each result says of the reply what the library's response does.
func TestResponse(t *testing.T) {
	sent := make(chan string, 1)
	uri := startService(t, func(w http.ResponseWriter, r *http.Request) {
		sent <- r.Header.Get("X-Ms-Client-Request-Id")
		w.Header().Set("X-Ms-Request-Id", "r")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, map[string]string{http.MethodPost: "[1]", http.MethodGet: "{}"}[r.Method])
	})
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`/score"}}`)
	h.read()
	for method, params := range methods {
		h.call(2, method, `{"client":"a"`+params+`}`)
		got := aboutReply.FindStringSubmatch(h.read())
		want := fmt.Sprintf(`{"status":202,"attempts":1,"clientRequestId":%q,"requestId":"r"}`, <-sent)
		if len(got) != 2 || got[1] != want {
			t.Errorf("%s: got %q, want %s", method, got, want)
		}
	}
}

// A reply without an ID has none in the result.
func TestResponseWithoutID(t *testing.T) {
	uri := startService(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[1]") })
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`"}}`)
	h.read()
	h.call(2, "score", `{"client":"a","rows":[[1]]}`)
	var answer struct {
		Result struct{ Response map[string]json.RawMessage }
	}
	if err := json.Unmarshal([]byte(h.read()), &answer); err != nil {
		t.Fatal(err)
	}
	if _, found := answer.Result.Response["requestId"]; found || len(answer.Result.Response) != 3 {
		t.Errorf("got %v", answer.Result.Response)
	}
}

// The options of a message count for its call alone.
func TestOptions(t *testing.T) {
	uri := startService(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After-Ms", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`/score","retries":1}}`)
	h.read()
	options := `,"options":{"retries":0,"attemptTimeoutSeconds":30,"overallTimeoutSeconds":30,"other":1}`
	for method, params := range methods {
		for given, attempts := range map[string]int{options: 1, "": 2} {
			h.call(2, method, `{"client":"a"`+params+given+`}`)
			if got := h.readFailure(); got.Error.Data.Attempts != attempts {
				t.Errorf("%s%s: got %+v, want %d attempts", method, given, got, attempts)
			}
		}
	}
}

// A wrong option is an error of the library, and nothing is sent.
func TestInvalidOptions(t *testing.T) {
	uri := startService(t, func(http.ResponseWriter, *http.Request) { t.Error("a request was sent") })
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`"}}`)
	h.read()
	for _, options := range []string{
		`{"retries":-1}`, `{"retries":true}`, `{"retries":1.5}`, `{"retries":null}`,
		`{"attemptTimeoutSeconds":0}`, `{"attemptTimeoutSeconds":"1"}`, `{"overallTimeoutSeconds":-1}`,
	} {
		h.call(2, "score", `{"client":"a","rows":[[1]],"options":`+options+`}`)
		if got := h.readFailure(); got.Error.Code != -32000 || got.Error.Data.Kind != "configuration" {
			t.Errorf("%s: got %+v", options, got)
		}
	}
}

// Options that are not an object are params that the session does not understand.
func TestOptionsOfAnotherType(t *testing.T) {
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"http://127.0.0.1:9/score"}}`)
	h.read()
	h.call(2, "score", `{"client":"a","rows":[[1]],"options":5}`)
	if got := h.readFailure(); got.Error.Code != -32602 {
		t.Errorf("got %+v", got)
	}
}
