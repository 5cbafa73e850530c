package scoring

import (
	"context"
	"crypto/tls"
	"net/http/httptrace"
	"sync"
	"time"
)

// watchdog watches one attempt. It cancels the attempt's context when the current
// phase exceeds its limit: making a connection, or the exchange on that
// connection.
//
// The timeouts of net/http cannot express this: the timeout of a dialer does not
// include the TLS handshake, and none covers the time up to the last byte of the
// body.
type watchdog struct {
	connect expiry
	attempt expiry
	cancel  context.CancelCauseFunc

	mu        sync.Mutex // guards all below
	phase     *expiry
	timer     *time.Timer // ends the phase
	stopped   bool
	connected bool
	handshake error        // why TLS could not be begun
	conn      *guardedConn // nil if there is none, or it is not ours
	foreign   bool         // the reply answers another request
}

// watch returns a context that is cancelled with an [*expiry] as its cause when a
// limit is reached. The caller must call stop when the attempt has ended.
func watch(ctx context.Context, connectTimeout, attemptTimeout time.Duration) (watched context.Context, w *watchdog) {
	ctx, cancel := context.WithCancelCause(ctx)
	w = &watchdog{
		connect: expiry{"no connection", connectTimeout},
		attempt: expiry{"no complete reply", attemptTimeout},
		cancel:  cancel,
	}
	// A transport that does not report its connections has only the limit for the
	// attempt.
	w.enter(&w.attempt)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// The transport requests a second connection if the first was a reused one
		// that turned out to be closed before anything was written to it.
		GetConn: func(string) { w.enter(&w.connect) },
		GotConn: func(got httptrace.GotConnInfo) {
			w.use(guardOf(got.Conn))
			w.enter(&w.attempt)
		},
		TLSHandshakeDone:     func(_ tls.ConnectionState, err error) { w.shook(err) },
		GotFirstResponseByte: w.answered,
	}), w
}

// enter starts a phase, unless the limit of the one before it is reached already.
// It does nothing after stop.
func (w *watchdog) enter(phase *expiry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		return
	}
	switch {
	case w.timer == nil:
		w.phase = phase
		w.timer = time.AfterFunc(phase.limit, w.expire)
	case w.timer.Stop():
		w.phase = phase
		w.timer.Reset(phase.limit)
	}
}

// expire cancels the attempt, because the limit of its phase is reached.
func (w *watchdog) expire() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cancel(w.phase)
}

// use takes note of the connection that the request is about to be written to.
func (w *watchdog) use(conn *guardedConn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.connected, w.conn = true, conn
	if conn != nil {
		conn.begin()
	}
}

// shook takes note of a TLS handshake that failed with err, if it did.
func (w *watchdog) shook(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.handshake = err
}

// handshakeError returns why TLS could not be begun, or nil. A handshake that
// failed while the request got another connection does not count.
func (w *watchdog) handshakeError() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.connected {
		return nil
	}
	return w.handshake
}

// answered is called when the first byte of a reply is about to be parsed.
func (w *watchdog) answered() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != nil && !w.conn.answered() {
		w.foreign = true
		// The connection must not be used again: its next reply would be ours.
		_ = w.conn.Close()
	}
}

// unsolicited reports whether the reply was sent before the request.
func (w *watchdog) unsolicited() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.foreign
}

// wrote reports whether the request may have been written, in whole or in part.
func (w *watchdog) wrote() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.connected && (w.conn == nil || w.conn.wrote())
}

// broken returns the failure of an attempt that ended with err. Its kind depends
// on what ended the attempt: a limit, the caller, or the connection.
func (w *watchdog) broken(watched context.Context, err error) *failure {
	if watched.Err() != nil {
		return stopped(watched)
	}
	if w.unsolicited() {
		err = errUnsolicited
	}
	if problem := tlsProblem(err, w.handshakeError()); problem != nil {
		return &failure{kind: KindConnection, message: "TLS: " + problem.Error(), cause: err, final: true}
	}
	return &failure{kind: KindConnection, message: "the connection failed: " + err.Error(), cause: err}
}

// stop ends the timer and releases the context.
func (w *watchdog) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	w.timer.Stop()
	w.cancel(nil)
}
