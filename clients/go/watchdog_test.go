package scoring

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http/httptrace"
	"testing"
	"testing/synctest"
	"time"
)

// Each phase has its full limit, counted from its start: first the connection, then the reply.
func TestPhases(t *testing.T) {
	for _, test := range []struct {
		connected time.Duration // time until the connection is made; 0 means never
		want      string
		after     time.Duration
	}{
		{0, "no connection within 10 s", 10 * time.Second},
		{9 * time.Second, "no complete reply within 60 s", 69 * time.Second},
		{time.Nanosecond, "no complete reply within 60 s", 60*time.Second + 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			watched, w := watch(t.Context(), 10*time.Second, time.Minute)
			defer w.stop()
			httptrace.ContextClientTrace(watched).GetConn("host:80")
			if test.connected != 0 {
				time.AfterFunc(test.connected, func() {
					httptrace.ContextClientTrace(watched).GotConn(httptrace.GotConnInfo{})
				})
			}
			<-watched.Done()
			var limit *expiry
			if cause := context.Cause(watched); !errors.As(cause, &limit) || limit.Error() != test.want {
				t.Errorf("got %v, want %s", cause, test.want)
			}
			if failed := stopped(watched); failed.kind != KindTimeout || failed.final {
				t.Errorf("got %+v, want a timeout that may pass", failed)
			}
			if took := time.Since(begun); took != test.after {
				t.Errorf("after %v, want %v", took, test.after)
			}
		})
	}
}

// A phase that begins after the limit of the one before it does not change what ended the attempt.
func TestLatePhase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watched, w := watch(t.Context(), 10*time.Second, time.Minute)
		defer w.stop()
		httptrace.ContextClientTrace(watched).GetConn("host:80")
		<-watched.Done()
		httptrace.ContextClientTrace(watched).GotConn(httptrace.GotConnInfo{})
		if w.phase != &w.connect || !errors.Is(context.Cause(watched), &w.connect) {
			t.Errorf("got %v, and then %v", context.Cause(watched), w.phase)
		}
	})
}

// The limit of the attempt applies alone if a transport does not report its connections.
func TestUnreportedConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		watched, w := watch(t.Context(), 10*time.Second, time.Minute)
		defer w.stop()
		<-watched.Done()
		if took := time.Since(begun); took != time.Minute {
			t.Errorf("after %v", took)
		}
	})
}

// Waiting for a second connection in the same attempt restarts the limit for connections.
func TestSecondConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		watched, w := watch(t.Context(), 10*time.Second, time.Minute)
		defer w.stop()
		trace := httptrace.ContextClientTrace(watched)
		trace.GotConn(httptrace.GotConnInfo{})
		time.AfterFunc(30*time.Second, func() { trace.GetConn("host:80") })
		<-watched.Done()
		if took := time.Since(begun); took != 40*time.Second {
			t.Errorf("after %v", took)
		}
	})
}

// After stop no limit applies, even if the transport still reports connections.
func TestStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watched, w := watch(t.Context(), 10*time.Second, time.Minute)
		w.stop()
		httptrace.ContextClientTrace(watched).GotConn(httptrace.GotConnInfo{})
		<-time.After(time.Hour)
		if cause := context.Cause(watched); !errors.Is(cause, context.Canceled) {
			t.Errorf("got %v", cause)
		}
	})
}

// A handshake that failed counts only if the request got no other connection.
func TestHandshakeOfAnotherConnection(t *testing.T) {
	watched, w := watch(t.Context(), time.Minute, time.Minute)
	defer w.stop()
	trace := httptrace.ContextClientTrace(watched)
	trace.TLSHandshakeDone(tls.ConnectionState{}, errors.New("no"))
	if failed := w.broken(watched, io.EOF); !failed.final {
		t.Errorf("got %+v", failed)
	}
	trace.GotConn(httptrace.GotConnInfo{})
	if failed := w.broken(watched, io.EOF); failed.final {
		t.Errorf("got %+v", failed)
	}
}
