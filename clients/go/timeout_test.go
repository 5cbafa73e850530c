package scoring_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"testing"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// trickle writes text byte by byte and then dots, until the client disconnects.
func trickle(conn net.Conn, text string) {
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for i := 0; ; i++ {
		next := "."
		if i < len(text) {
			next = text[i : i+1]
		}
		if _, err := io.WriteString(conn, next); err != nil {
			return
		}
		<-ticker.C
	}
}

// The attempt ends at its limit, whether the service is silent or sends the head or the body too slowly.
func TestAttemptTimeout(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(net.Conn){
		"silence": func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) },
		"head":    func(conn net.Conn) { trickle(conn, "HTTP/1.1 200 OK\r\nx: ") },
		"body": func(conn net.Conn) {
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
			trickle(conn, "[")
		},
		"error body": func(conn net.Conn) {
			fmt.Fprint(conn, "HTTP/1.1 500 no\r\nContent-Length: 100000\r\n\r\n")
			trickle(conn, "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := startRaw(t, func(conn net.Conn, _ []string) { answer(conn) })
			begun := time.Now()
			err := scoreOne(t.Context(), newClient(t, "http://"+address, scoring.WithAttemptTimeout(300*time.Millisecond)))
			took := time.Since(begun)
			failure := failureOf(t, err, scoring.KindTimeout)
			if took < 250*time.Millisecond || took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if failure.Attempts != 1 || failure.Message != "no complete reply within 0.3 s" || failure.Status != 0 {
				t.Errorf("got %+v", failure)
			}
			if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
				t.Errorf("%v matches an error of the caller's context", err)
			}
		})
	}
}

// A call ends at the overall limit, though the limit of its attempt is longer.
func TestOverallTimeout(t *testing.T) {
	address := startRaw(t, func(conn net.Conn, _ []string) { _, _ = io.Copy(io.Discard, conn) })
	client := newClient(t, "http://"+address, scoring.WithOverallTimeout(200*time.Millisecond), scoring.WithRetries(3))
	failure := failureOf(t, scoreOne(t.Context(), client), scoring.KindTimeout)
	if failure.Attempts != 1 || failure.Message != "no prediction within 0.2 s" {
		t.Errorf("got %+v", failure)
	}
}

// Making a connection has a separate limit, which includes the TLS handshake.
func TestConnectTimeout(t *testing.T) {
	address := startRaw(t, func(conn net.Conn, _ []string) { _, _ = io.Copy(io.Discard, conn) })
	begun := time.Now()
	err := scoreOne(t.Context(), newClient(t, "https://"+address, scoring.WithConnectTimeout(200*time.Millisecond)))
	failure := failureOf(t, err, scoring.KindTimeout)
	if took := time.Since(begun); took < 150*time.Millisecond || took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	if failure.Attempts != 1 || failure.Message != "no connection within 0.2 s" {
		t.Errorf("got %+v", failure)
	}
}

// The caller's deadline is reported as a cancellation and not as a timeout, even if part of the reply was read.
func TestCallersDeadline(t *testing.T) {
	address := startRaw(t, func(conn net.Conn, _ []string) {
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
		trickle(conn, "[")
	})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	err := scoreOne(ctx, newClient(t, "http://"+address))
	if failureOf(t, err, scoring.KindCancelled); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// The longest possible limits do not overflow.
func TestLongestLimits(t *testing.T) {
	server := startService(t, answering(200, "[1]"))
	client := newClient(t, server.URL, scoring.WithConnectTimeout(math.MaxInt64), scoring.WithAttemptTimeout(math.MaxInt64))
	if err := scoreOne(t.Context(), client); err != nil {
		t.Error(err)
	}
}
