package scoring

import (
	"context"
	"fmt"
	"net/http/httptrace"
	"sync"
	"time"
)

// expiry is the cause of a context that ended because a configured time limit
// was reached.
type expiry struct {
	what  string // what did not happen in time
	limit time.Duration
}

func (e *expiry) Error() string { return fmt.Sprintf("%s within %v s", e.what, e.limit.Seconds()) }

// watchdog cancels the context of one attempt when the current phase exceeds its
// limit. The first phase is making a connection, the second is the exchange on
// that connection.
//
// The timeouts of net/http cannot express this: the timeout of a dialer does not
// include the TLS handshake, and none covers the time up to the last byte of the
// body.
type watchdog struct {
	connect expiry
	attempt expiry
	cancel  context.CancelCauseFunc

	mu      sync.Mutex // guards timer and stopped
	timer   *time.Timer
	stopped bool
}

// watch returns a context that is cancelled with an [*expiry] as its cause when a
// limit is reached. The caller must call stop when the attempt has ended.
func watch(ctx context.Context, connectTimeout, attemptTimeout time.Duration) (watched context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	w := &watchdog{
		connect: expiry{"no connection", connectTimeout},
		attempt: expiry{"no complete reply", attemptTimeout},
		cancel:  cancel,
	}
	w.enter(&w.connect)
	// The transport requests a second connection if the first was a reused one
	// that turned out to be closed before anything was written to it.
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { w.enter(&w.connect) },
		GotConn: func(httptrace.GotConnInfo) { w.enter(&w.attempt) },
	})
	return ctx, w.stop
}

// enter starts a phase and its timer. It does nothing after stop.
func (w *watchdog) enter(phase *expiry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	w.timer = time.AfterFunc(phase.limit, func() { w.cancel(phase) })
}

// stop ends the timer and releases the context.
func (w *watchdog) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	w.timer.Stop()
	w.cancel(nil)
}
