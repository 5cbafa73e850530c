package scoring_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

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

// Closing a client ends its calls in flight as cancelled, rejects new ones, and leaves no connection open.
func TestClose(t *testing.T) {
	arrived := make(chan struct{})
	server := startService(t, func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	})
	client := newClient(t, server.URL)
	result := make(chan error)
	go func() { result <- scoreOne(t.Context(), client) }()
	<-arrived
	for range 2 {
		if err := client.Close(); err != nil {
			t.Fatal(err)
		}
	}
	failure := failureOf(t, <-result, scoring.KindCancelled)
	if failure.Attempts != 1 || failure.ClientRequestID != "" || !errors.Is(failure, context.Canceled) {
		t.Errorf("got %+v", failure)
	}
	if failure := failureOf(t, scoreOne(t.Context(), client), scoring.KindConfiguration); failure.Attempts != 0 || failure.Message != "the client is closed" {
		t.Errorf("got %+v", failure)
	}
	server.awaitClosed(t)
}

// A client that is closed while a call gets its connection leaves no connection open either.
func TestCloseDuringCall(t *testing.T) {
	server := startService(t, answering(200, "[1]"))
	client := newClient(t, server.URL)
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { _ = client.Close() },
	})
	failureOf(t, scoreOne(ctx, client), scoring.KindCancelled)
	server.awaitClosed(t)
}

// Bytes that a service sends after its reply are not the reply to the next call.
func TestUnsolicitedReply(t *testing.T) {
	address := startRawConn(t, func(conn net.Conn) {
		reader := bufio.NewReader(conn)
		for number := 1; ; number++ {
			request, err := http.ReadRequest(reader)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, request.Body)
			// In one write, so that the client has both when it reads the first.
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[%d]", number+1)
		}
	})
	log.SetOutput(io.Discard) // net/http logs what it finds on an idle connection
	defer log.SetOutput(os.Stderr)
	client := newClient(t, "http://"+address)
	for range 500 {
		got, err := client.Score(t.Context(), nil)
		if err != nil {
			failureOf(t, err, scoring.KindConnection)
		} else if got[0] != 1 {
			t.Fatalf("got %v, the reply to nothing", got)
		}
	}
}

// Switching protocols, or a status below 100, ends the call at once; interim replies before the reply are skipped.
func TestInterimReplies(t *testing.T) {
	early := "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
	whole := "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]"
	for answer, ok := range map[string]bool{
		strings.Repeat(early, 5) + whole:                                                true,
		strings.Repeat(early, 10_000) + whole:                                           false,
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n": false,
		"HTTP/1.1 101 Switching Protocols\r\n\r\n":                                      false,
	} {
		address := startRaw(t, func(conn net.Conn, _ []string) {
			fmt.Fprint(conn, answer)
			_, _ = io.Copy(io.Discard, conn) // the connection stays open
		})
		if err := scoreOne(t.Context(), newClient(t, "http://"+address)); !ok {
			failureOf(t, err, scoring.KindConnection)
		} else if err != nil {
			t.Errorf("%.30q: %v", answer, err)
		}
	}
}
