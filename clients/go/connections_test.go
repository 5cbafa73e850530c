package scoring_test

import (
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// A hundred consecutive calls use one connection, whatever their replies are.
func TestOneConnection(t *testing.T) {
	var calls atomic.Int64
	server := startService(t, func(w http.ResponseWriter, r *http.Request) {
		switch calls.Add(1) % 5 {
		case 0:
			answering(200, "[1]")(w, r)
		case 1:
			answering(400, `{"message": "no"}`)(w, r)
		case 2:
			answering(503, strings.Repeat("busy ", 100_000))(w, r)
		case 3:
			answering(200, "<html>")(w, r)
		case 4:
			answering(302, "", "Location", "http://localhost/")(w, r)
		}
	})
	client := newClient(t, server.URL)
	for range 100 {
		_ = scoreOne(t.Context(), client)
	}
	if got := server.connections.Load(); got != 1 || calls.Load() != 100 {
		t.Errorf("got %d connections for %d calls", got, calls.Load())
	}
}

// One client serves many goroutines concurrently and reuses all their connections.
func TestSharedBetweenGoroutines(t *testing.T) {
	const width = 50
	together := make(chan struct{})
	var waiting atomic.Int64
	server := startService(t, func(w http.ResponseWriter, _ *http.Request) {
		if waiting.Add(1) == width {
			close(together) // every call has a separate connection
		}
		<-together
		fmt.Fprint(w, "[1]")
	})
	client := newClient(t, server.URL)
	for range 3 {
		var calls sync.WaitGroup
		for range width {
			calls.Go(func() {
				if err := scoreOne(t.Context(), client); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
	}
	if got := server.connections.Load(); got != width {
		t.Errorf("got %d connections", got)
	}
}

// A closed client rejects new calls, lets calls in flight finish, and leaves no connection open.
func TestClose(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	server := startService(t, func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		fmt.Fprint(w, "[1]")
	})
	client := newClient(t, server.URL)
	result := make(chan error)
	go func() { result <- scoreOne(t.Context(), client) }()
	<-arrived
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	if failure := failureOf(t, scoreOne(t.Context(), client), scoring.KindConfiguration); failure.Attempts != 0 {
		t.Errorf("got %+v", failure)
	}
	close(release)
	if err := <-result; err != nil {
		t.Error(err)
	}
	select {
	case <-server.closed:
	case <-time.After(10 * time.Second):
		t.Error("the connection is still open")
	}
}

// A client that is closed while a call gets its connection leaves no connection open either.
func TestCloseDuringCall(t *testing.T) {
	server := startService(t, answering(200, "[1]"))
	client := newClient(t, server.URL)
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GetConn: func(string) { _ = client.Close() },
	})
	if err := scoreOne(ctx, client); err != nil {
		t.Fatal(err)
	}
	select {
	case <-server.closed:
	case <-time.After(10 * time.Second):
		t.Error("the connection is still open")
	}
}
