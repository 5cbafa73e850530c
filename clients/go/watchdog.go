package scoring

import (
	"context"
	"fmt"
	"net/http/httptrace"
	"sync"
	"time"
)

// expiry is the cause of a context that a limit of the configuration ended.
type expiry struct {
	what  string
	limit time.Duration
}

func (e *expiry) Error() string { return fmt.Sprintf("%s within %v", e.what, e.limit) }

// watchdog ends one attempt's context at the limit of the phase that it is in:
// first a connection is wanted, then a whole reply on it.
//
// The limits of net/http do not add up to that: the timeout of a dialer leaves
// out the TLS handshake, and none ends with the last byte of a body.
type watchdog struct {
	connect expiry
	attempt expiry
	cancel  context.CancelCauseFunc

	mu      sync.Mutex // guards what follows
	timer   *time.Timer
	stopped bool
}

// watch returns a context that ends with an [*expiry] as its cause once a limit
// is reached. The attempt calls stop when it has ended.
func watch(ctx context.Context, connectTimeout, attemptTimeout time.Duration) (watched context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	dog := &watchdog{
		connect: expiry{"no connection", connectTimeout},
		attempt: expiry{"no whole reply", attemptTimeout},
		cancel:  cancel,
	}
	dog.enter(&dog.connect)
	// The transport asks for a second connection where the first was a kept one
	// that turned out to be closed before anything was written to it.
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { dog.enter(&dog.connect) },
		GotConn: func(httptrace.GotConnInfo) { dog.enter(&dog.attempt) },
	})
	return ctx, dog.stop
}

// enter begins a phase with its whole limit ahead.
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

func (w *watchdog) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	w.timer.Stop()
	w.cancel(nil)
}
