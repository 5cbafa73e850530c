package session_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// A complete session proceeds as defined in docs/protocol.md.
func TestSession(t *testing.T) {
	uri := startService(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, `[1.50, -0.0, %d]`, len(body))
	})
	h := start(t)
	h.call(0, "initialize", `{"protocolVersion":"1"}`)
	var initialized struct{ Result map[string]any }
	if err := json.Unmarshal([]byte(h.read()), &initialized); err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{"protocolVersion", "name", "version", "language", "runtime", "capabilities"} {
		if initialized.Result[member] == nil {
			t.Errorf("%s is missing", member)
		}
	}
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`","key":"k","retries":0,"unknown":null,`+
		`"connectTimeoutSeconds":5,"attemptTimeoutSeconds":0.5e1,"overallTimeoutSeconds":50,"secondaryKey":"l","replyLimitBytes":1000,"application":"shop/1"}}`)
	h.expect(`{"jsonrpc":"2.0","id":1,"result":{}}`)
	h.call(2, "score", `{"client":"a","rows":[[1,-0.0]]}`)
	h.expect(`{"jsonrpc":"2.0","id":2,"result":{"predictions":[1.5,-0.0,19]}}`)
	h.call(3, "score", `{"client":"a","payload":null}`)
	h.expect(`{"jsonrpc":"2.0","id":3,"result":{"predictions":[1.50,-0.0,4]}}`)
	h.call(4, "close", `{"client":"a"}`)
	h.expect(`{"jsonrpc":"2.0","id":4,"result":{}}`)
	h.send(`{"jsonrpc":"2.0","id":5,"method":"shutdown"}`)
	h.expect(`{"jsonrpc":"2.0","id":5,"result":{}}`)
	h.expectEnd()
}

// health, swagger and score with bytes make their calls.
func TestOtherCalls(t *testing.T) {
	uri := startService(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, `{"%s %s": "%x"}`, r.Method, r.URL, body)
	})
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`/score"}}`)
	h.read()
	h.call(2, "health", `{"client":"a"}`)
	h.expect(`{"jsonrpc":"2.0","id":2,"result":{}}`)
	h.call(3, "swagger", `{"client":"a"}`)
	h.expect(`{"jsonrpc":"2.0","id":3,"result":{"document":{"GET /swagger.json":""}}}`)
	h.call(4, "score", `{"client":"a","body":"AP8=","contentType":"image/png"}`)
	h.expect(`{"jsonrpc":"2.0","id":4,"result":{"predictions":{"POST /score":"00ff"}}}`)
}

// Calls overlap: a pending call delays neither another call of the same client nor the end of the session.
func TestOverlap(t *testing.T) {
	arrived := make(chan struct{})
	uri := startService(t, func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); string(body) == `"slow"` {
			close(arrived)
			<-r.Context().Done()
		}
		fmt.Fprint(w, "[1]")
	})
	for end, how := range map[string]func(*harness){
		"shutdown": func(h *harness) {
			h.send(`{"jsonrpc":"2.0","id":4,"method":"shutdown"}`)
			h.expect(`{"jsonrpc":"2.0","id":4,"result":{}}`)
		},
		"end of input": func(h *harness) { _ = h.input.Close() },
	} {
		t.Run(end, func(t *testing.T) {
			arrived = make(chan struct{})
			h := start(t)
			h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`"}}`)
			h.read()
			h.call(2, "score", `{"client":"a","payload":"slow"}`)
			<-arrived
			h.call(3, "score", `{"client":"a","payload":"fast"}`)
			h.expect(`{"jsonrpc":"2.0","id":3,"result":{"predictions":[1]}}`)
			how(h)
			h.expectEnd()
		})
	}
}

// $/cancelRequest cancels the call with the given id, ignores an unknown id, and is not answered.
func TestCancelRequest(t *testing.T) {
	arrived := make(chan struct{}, 1)
	uri := startService(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`"}}`)
	h.read()
	h.call(2, "score", `{"client":"a","rows":[[1]]}`)
	<-arrived
	for _, params := range []string{`{"id":77}`, `{}`, `7`, `{"id":2}`, `{"id":2}`} {
		h.send(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":` + params + `}`)
	}
	got := h.readFailure()
	if string(got.ID) != "2" || got.Error.Code != -32000 || got.Error.Data.Kind != "cancelled" || got.Error.Data.Attempts != 1 {
		t.Errorf("got %+v", got)
	}
	if len(got.Error.Members) != 3 {
		t.Errorf("got %s, which is more than kind, message and attempts", got.Error.Members)
	}
	h.call(3, "$/cancelRequest", `{"id":2}`)
	if got := h.readFailure(); string(got.ID) != "3" || got.Error.Code != -32601 {
		t.Errorf("got %+v", got)
	}
}

// A message that reuses the id of a call in flight is rejected; after the call is answered, the id can be reused.
func TestIDInFlight(t *testing.T) {
	arrived, proceed := make(chan struct{}), make(chan struct{})
	first := sync.OnceFunc(func() { close(arrived) })
	uri := startService(t, func(w http.ResponseWriter, _ *http.Request) {
		first()
		<-proceed
		_, _ = io.WriteString(w, "[1]")
	})
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`"}}`)
	h.read()
	h.call(2, "score", `{"client":"a","rows":[[1]]}`)
	<-arrived
	for _, method := range []string{"score", "close"} {
		h.call(2, method, `{"client":"a","rows":[[1]]}`)
		if got := h.readFailure(); string(got.ID) != "2" || got.Error.Code != -32600 {
			t.Errorf("%s: got %+v", method, got)
		}
	}
	close(proceed)
	h.expect(`{"jsonrpc":"2.0","id":2,"result":{"predictions":[1]}}`)
	for range 100 {
		h.call(2, "score", `{"client":"a","rows":[[1]]}`)
		h.expect(`{"jsonrpc":"2.0","id":2,"result":{"predictions":[1]}}`)
	}
}

// A session takes its configuration only from open and does not read the environment.
func TestEnvironmentIsNotRead(t *testing.T) {
	authorization := make(chan []string, 1)
	uri := startService(t, func(w http.ResponseWriter, r *http.Request) {
		authorization <- r.Header["Authorization"]
		_, _ = io.WriteString(w, "[1]")
	})
	h := start(t)
	t.Setenv("AZUREML_SCORING_URI", uri)
	t.Setenv("AZUREML_SCORING_KEY", "environment-key")
	h.call(1, "open", `{"client":"a","config":{}}`)
	if got := h.readFailure(); got.Error.Data.Kind != "configuration" {
		t.Errorf("got %+v", got)
	}
	h.call(2, "open", `{"client":"a","config":{"uri":"`+uri+`"}}`)
	h.read()
	h.call(3, "score", `{"client":"a","rows":[[1]]}`)
	h.read()
	if got := <-authorization; got != nil {
		t.Errorf("got Authorization %q", got)
	}
}

// An invalid message is answered with the matching JSON-RPC error code, and the session continues.
func TestFaults(t *testing.T) {
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"http://127.0.0.1/"}}`)
	h.read()
	for _, test := range []struct {
		line, id string
		code     int
	}{
		{`{`, "null", -32700},
		{``, "null", -32700},
		{`[NaN]`, "null", -32700},
		{"\"\xff\"", "null", -32700},
		{`[]`, "null", -32600},
		{`null`, "null", -32600},
		{`{"jsonrpc":"2.0","id":{},"method":"shutdown"}`, "null", -32600},
		{`{"jsonrpc":"1.0","id":7,"method":"shutdown"}`, "7", -32600},
		{`{"id":7,"method":"shutdown"}`, "7", -32600},
		{`{"jsonrpc":"2.0","id":"x"}`, `"x"`, -32600},
		{`{"jsonrpc":"2.0","id":7,"method":5}`, "7", -32600},
		{`{"jsonrpc":"2.0","id":7,"method":"unknown"}`, "7", -32601},
		{`{"jsonrpc":"2.0","id":7,"method":"health"}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"swagger","params":{"client":"b"}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a","rows":[],"body":""}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a","body":""}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a","body":"?","contentType":"a/b"}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a","body":5,"contentType":"a/b"}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"initialize"}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"initialize","params":{}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2"}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"open","params":[]}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"open","params":{"config":{}}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"open","params":{"client":"b"}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"open","params":{"client":"b","config":null}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"open","params":{"client":5,"config":{}}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"open","params":{"client":"a","config":{}}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"close","params":{"client":"b"}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"close"}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"b","rows":[]}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a"}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a","rows":[],"payload":1}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a","rows":null}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a","rows":[1]}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score","params":{"client":"a","rows":[["1"]]}}`, "7", -32602},
		{`{"jsonrpc":"2.0","id":7,"method":"score"}`, "7", -32602},
	} {
		h.send(test.line)
		if got := h.readFailure(); string(got.ID) != test.id && (test.id != "null" || got.ID != nil) || got.Error.Code != test.code {
			t.Errorf("%s: got %s", test.line, fmt.Sprintf("%s %+v", got.ID, got.Error))
		}
	}
}

// An invalid setting is reported as a configuration error of the library, and the handle stays unused.
func TestBadConfiguration(t *testing.T) {
	h := start(t)
	for _, config := range []string{
		`{}`, `{"uri":""}`, `{"uri":5}`, `{"uri":null}`, `{"uri":"http://h/","key":""}`, `{"uri":"http://h/","key":"a\nb"}`,
		`{"uri":"http://h/","connectTimeoutSeconds":0}`, `{"uri":"http://h/","attemptTimeoutSeconds":-1}`,
		`{"uri":"http://h/","attemptTimeoutSeconds":1e999}`, `{"uri":"http://h/","attemptTimeoutSeconds":"1"}`,
		`{"uri":"http://h/","retries":-1}`, `{"uri":"http://h/","retries":1.5}`, `{"uri":"http://h/","retries":null}`,
		`{"uri":"http://h/","retries":"1"}`,
		`{"uri":"http://h/","secondaryKey":"k"}`, `{"uri":"http://h/","key":"k","secondaryKey":null}`,
		`{"uri":"http://h/","overallTimeoutSeconds":0}`, `{"uri":"http://h/","overallTimeoutSeconds":"5"}`,
		`{"uri":"http://h/","caCertificates":""}`, `{"uri":"http://h/","caCertificates":[]}`,
		`{"uri":"http://h/","replyLimitBytes":0}`, `{"uri":"http://h/","replyLimitBytes":1.5}`, `{"uri":"http://h/","replyLimitBytes":null}`,
	} {
		h.call(1, "open", `{"client":"a","config":`+config+`}`)
		if got := h.readFailure(); got.Error.Code != -32000 || got.Error.Data.Kind != "configuration" || got.Error.Data.Attempts != 0 {
			t.Errorf("%s: got %+v", config, got)
		}
	}
	h.call(2, "open", `{"client":"a","config":{"uri":"http://127.0.0.1/"}}`)
	h.expect(`{"jsonrpc":"2.0","id":2,"result":{}}`)
}

// A number outside the range of a double is passed to the library, which refuses it.
func TestInfiniteRow(t *testing.T) {
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"http://127.0.0.1/"}}`)
	h.read()
	h.call(2, "score", `{"client":"a","rows":[[1e999]]}`)
	if got := h.readFailure(); got.Error.Data.Kind != "configuration" {
		t.Errorf("got %+v", got)
	}
}

// An error of the library has code -32000 and the data object, including an empty body if the reply had one.
func TestLibraryError(t *testing.T) {
	uri := startService(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) })
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`","retries":0}}`)
	h.read()
	h.call(2, "score", `{"client":"a","rows":[[1]]}`)
	got := h.readFailure()
	if got.Error.Code != -32000 || got.Error.Data.Kind != "throttled" || got.Error.Data.Body == nil || *got.Error.Data.Body != "" {
		t.Errorf("got %+v", got)
	}
}

// Notifications are never answered, and all except $/cancelRequest are ignored.
func TestNotification(t *testing.T) {
	h := start(t)
	h.send(`{"jsonrpc":"2.0","method":"unknown"}`)
	h.send(`{"jsonrpc":"2.0","method":"open","params":{"client":"a","config":{"uri":"http://127.0.0.1/"}}}`)
	h.send(`{"jsonrpc":"2.0","method":"score","params":{}}`)
	h.send(`{"jsonrpc":"2.0","method":"shutdown"}`)
	h.call(1, "close", `{"client":"a"}`)
	if got := h.readFailure(); got.Error.Code != -32602 {
		t.Errorf("got %+v, so the client was opened", got)
	}
	h.call(2, "shutdown", "{}")
	h.expect(`{"jsonrpc":"2.0","id":2,"result":{}}`)
	h.expectEnd()
}

// The length of a line is not limited, and the last line needs no line break.
func TestLongLine(t *testing.T) {
	uri := startService(t, func(w http.ResponseWriter, r *http.Request) {
		length, _ := io.Copy(io.Discard, r.Body)
		fmt.Fprintf(w, "[%d]", length)
	})
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`"}}`)
	h.read()
	text := `"` + strings.Repeat("x", 2<<20) + `"`
	h.call(2, "score", `{"client":"a","payload":`+text+`}`)
	h.expect(fmt.Sprintf(`{"jsonrpc":"2.0","id":2,"result":{"predictions":[%d]}}`, len(text)))
	go func() {
		_, _ = io.WriteString(h.input, `{"jsonrpc":"2.0","id":3,"method":"shutdown"}`)
		_ = h.input.Close()
	}()
	h.expect(`{"jsonrpc":"2.0","id":3,"result":{}}`)
	h.expectEnd()
}

// Every answer is one line, even if the service's JSON contains line breaks.
func TestOneLinePerAnswer(t *testing.T) {
	uri := startService(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{\"a\":\n[\"\\n<\",\r\n1]}\n") })
	h := start(t)
	h.call(1, "open", `{"client":"a","config":{"uri":"`+uri+`"}}`)
	h.read()
	h.call(2, "score", `{"client":"a","payload":1}`)
	h.expect(`{"jsonrpc":"2.0","id":2,"result":{"predictions":{"a":["\n<",1]}}}`)
}
