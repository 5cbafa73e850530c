package scoring

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// errClosed is the cause of a context that ended because the client was closed.
// It matches [context.Canceled].
var errClosed = fmt.Errorf("the client was closed: %w", context.Canceled)

// expiry is the cause of a context that ended because a configured time limit
// was reached.
type expiry struct {
	what  string // what did not happen in time
	limit time.Duration
}

func (e *expiry) Error() string { return fmt.Sprintf("%s within %v s", e.what, e.limit.Seconds()) }

// timedContext is a context that tells when a call reaches its overall limit. It
// takes the place of [context.WithTimeoutCause] within another context that can be
// cancelled, which would cost each call a further context.
type timedContext struct {
	context.Context //nolint:containedctx // it is a context

	deadline time.Time
}

// Deadline returns the earlier one of the overall limit and the caller's deadline.
func (t *timedContext) Deadline() (deadline time.Time, ok bool) {
	if earlier, ok := t.Context.Deadline(); ok && earlier.Before(t.deadline) {
		return earlier, true
	}
	return t.deadline, true
}

// stopped returns the failure of an attempt whose context has ended, from the
// cause of that: a limit, closing the client, or the caller.
func stopped(ctx context.Context) *failure {
	cause := context.Cause(ctx)
	var limit *expiry
	switch {
	case errors.As(cause, &limit):
		return &failure{kind: KindTimeout, message: limit.Error()}
	case errors.Is(cause, errClosed):
		return &failure{kind: KindCancelled, message: "the client was closed", cause: cause, final: true}
	default:
		// Not the cause, which need not match [context.Canceled].
		return &failure{
			kind:    KindCancelled,
			message: "the call was cancelled: " + ctx.Err().Error(),
			cause:   ctx.Err(),
			final:   true,
		}
	}
}
