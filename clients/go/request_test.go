package scoring_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net"
	"net/http"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// The path and query of the URI are sent exactly as given.
func TestTargetVerbatim(t *testing.T) {
	for _, target := range []string{
		"/api/v1/service/x/score/%7Emodel%2Fv1//y?api-version=2024&q=a%20b",
		"/a/../b/./c",
		"/%2f%2F%41",
		"//twice",
		"/score?",
		"/!$&'()*+,;=:@-._~?/?:@!$&'()*+,;=",
		"/?x=1",
	} {
		t.Run(target, func(t *testing.T) {
			lines := make(chan string, 1)
			address := startRaw(t, func(conn net.Conn, head []string) {
				lines <- head[0]
				fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]")
			})
			if err := scoreOne(t.Context(), newClient(t, "http://"+address+target)); err != nil {
				t.Fatal(err)
			}
			if got, want := <-lines, "POST "+target+" HTTP/1.1"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// For a URI without a path, the path / is sent, because HTTP requires one.
func TestNoPath(t *testing.T) {
	for suffix, want := range map[string]string{"": "/", "?a=%7e": "/?a=%7e"} {
		server := startService(t, answering(200, "[1]"))
		if err := scoreOne(t.Context(), newClient(t, server.URL+suffix)); err != nil {
			t.Fatal(err)
		}
		if got := server.last(t).RequestURI; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A request has exactly the documented headers, and Content-Length instead of chunked encoding.
func TestHeaders(t *testing.T) {
	server := startService(t, answering(200, "[1]"))
	client := newClient(t, server.URL, scoring.WithKey("k"), scoring.WithApplication("shop/1.2"))
	if err := scoreOne(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	request := server.last(t)
	for name, want := range map[string]string{
		"Content-Type":    "application/json",
		"Accept":          "application/json",
		"Authorization":   "Bearer k",
		"User-Agent":      "shop/1.2 azureml-scoring-go/0.1.0 (" + runtime.Version() + "; " + runtime.GOOS + ")",
		"Accept-Encoding": "gzip",
		"Content-Length":  strconv.Itoa(len(request.body)),
	} {
		if got := request.Header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
		request.Header.Del(name)
	}
	request.Header.Del("X-Ms-Client-Request-Id")
	if len(request.Header) != 0 || len(request.TransferEncoding) != 0 || request.Method != http.MethodPost {
		t.Errorf("not as documented: %s %v %v", request.Method, request.Header, request.TransferEncoding)
	}
}

// Without a key no Authorization header is sent, and without an application name User-Agent begins with the library.
func TestHeadersWithoutKey(t *testing.T) {
	server := startService(t, answering(200, "[1]"))
	if err := scoreOne(t.Context(), newClient(t, server.URL)); err != nil {
		t.Fatal(err)
	}
	header := server.last(t).Header
	if values, found := header["Authorization"]; found {
		t.Errorf("got Authorization %q", values)
	}
	if got := header.Get("User-Agent"); !strings.HasPrefix(got, "azureml-scoring-go/") {
		t.Errorf("got User-Agent %q", got)
	}
}

// Each call has a different GUID, in lower case.
func TestClientRequestID(t *testing.T) {
	server := startService(t, answering(200, "[1]"))
	client := newClient(t, server.URL)
	guid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 20 {
		if err := scoreOne(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		id := server.last(t).Header.Get("X-Ms-Client-Request-Id")
		if !guid.MatchString(id) || seen[id] {
			t.Fatalf("got %q, which is not a new GUID", id)
		}
		seen[id] = true
	}
}

// Doubles are preserved bit for bit in requests and replies.
func TestBitsOfDoubles(t *testing.T) {
	row := []float64{
		0, math.Copysign(0, -1), 5e-324, -5e-324, math.MaxFloat64, 2.2250738585072014e-308,
		1<<53 - 1, 1 << 53, 1<<53 + 2, 0.1, 1.0 / 3, 1e21, 1e-7, 123456789.125, -152.11788558574,
	}
	var server *service
	server = startService(t, func(w http.ResponseWriter, _ *http.Request) {
		var request struct{ Data []json.RawMessage }
		if err := json.Unmarshal([]byte(server.last(t).body), &request); err != nil {
			t.Error(err)
		}
		_, _ = w.Write(request.Data[0]) // unchanged
	})
	got, err := newClient(t, server.URL).Score(t.Context(), [][]float64{row})
	if err != nil || len(got) != len(row) {
		t.Fatal(got, err)
	}
	for i := range row {
		if math.Float64bits(got[i]) != math.Float64bits(row[i]) {
			t.Errorf("sent %v, got %v", row[i], got[i])
		}
	}
}

// Rows are sent as the member data; there may be no rows, and a row may be empty.
func TestBodyOfRows(t *testing.T) {
	server := startService(t, answering(200, "[]"))
	for want, rows := range map[string][][]float64{
		`{"data":[[1,-0.0],[2.5,5e-324]]}`: {{1, math.Copysign(0, -1)}, {2.5, 5e-324}},
		`{"data":[[]]}`:                    {{}},
		`{"data":[]}`:                      nil,
	} {
		if _, err := newClient(t, server.URL).Score(t.Context(), rows); err != nil {
			t.Fatal(err)
		}
		if got := server.last(t).body; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A payload is encoded without changing its values; raw JSON is sent verbatim.
func TestBodyOfPayload(t *testing.T) {
	server := startService(t, answering(200, "[]"))
	for want, payload := range map[string]any{
		`{"n": 12345678901234567890123, "f": 1.0}`: json.RawMessage(`{"n": 12345678901234567890123, "f": 1.0}`),
		`{"n":9007199254740993}`:                   map[string]any{"n": int64(9007199254740993)},
		`{"Inputs":"<ä&>"}`:                        struct{ Inputs string }{"<ä&>"},
		`null`:                                     nil,
		`"text"`:                                   "text",
	} {
		if _, err := newClient(t, server.URL).ScorePayload(t.Context(), payload); err != nil {
			t.Fatal(err)
		}
		if got := server.last(t).body; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A value that JSON cannot represent is refused before anything is sent.
func TestUnwritable(t *testing.T) {
	server := startService(t, answering(200, "[1]"))
	client := newClient(t, server.URL)
	for _, number := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		_, err := client.Score(t.Context(), [][]float64{{0}, {0, number}})
		if failure := failureOf(t, err, scoring.KindConfiguration); failure.Attempts != 0 {
			t.Errorf("got %d attempts", failure.Attempts)
		}
	}
	for _, payload := range []any{
		math.NaN(),
		map[string]any{"f": func() {}},
		json.RawMessage(`{"a":`), json.RawMessage("\"\xff\""), json.RawMessage(nil),
		json.RawMessage("[1e999]"), json.RawMessage(strings.Repeat("9", 400)),
	} {
		_, err := client.ScorePayload(t.Context(), payload)
		failureOf(t, err, scoring.KindConfiguration)
	}
	if len(server.requests) != 0 {
		t.Errorf("%d requests were sent", len(server.requests))
	}
}
