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
