//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Each round measures both ways with one goroutine and with sixteen, and both send the same body.
func TestRun(t *testing.T) {
	var mu sync.Mutex
	bodies := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		bodies[string(body)]++
		mu.Unlock()
		_, _ = io.WriteString(w, "[1, 2]")
	}))
	defer server.Close()

	var output bytes.Buffer
	if err := run(t.Context(), []string{server.URL, "key", "20", "3"}, &output); err != nil {
		t.Fatal(err)
	}
	lines := map[measurement]int{}
	for decoder := json.NewDecoder(&output); decoder.More(); {
		var line measurement
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		if line.WallSeconds <= 0 || line.CPUSeconds < 0 {
			t.Errorf("got %+v", line)
		}
		line.WallSeconds, line.CPUSeconds = 0, 0
		lines[line]++
	}
	for _, who := range []string{"client", "bare"} {
		for _, threads := range []int{1, 16} {
			if lines[measurement{Who: who, Threads: threads, Calls: 20}] != 3 {
				t.Errorf("got %v", lines)
			}
		}
	}
	if len(lines) != 4 || len(bodies) != 1 {
		t.Errorf("got %v, %v", lines, bodies)
	}
}

// A call that fails ends the measurements.
func TestFailure(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	for _, args := range [][]string{
		{server.URL, "key", "20", "3"}, {server.URL, "key", "x", "3"}, {server.URL, "key", "1", "x"}, {"ftp://host", "key", "1", "1"}, {},
	} {
		if err := run(t.Context(), args, io.Discard); err == nil {
			t.Errorf("%q: got no error", args)
		}
	}
}
