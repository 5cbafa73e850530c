package scoring

import (
	"context"
	"log/slog"
	"math"
	"net/http"
	"time"
)

// The waits between attempts.
const (
	firstBackoff = 800 * time.Millisecond
	longestWait  = 8 * time.Second
	// longestRetryAfter is the longest wait a reply can ask for that is obeyed.
	longestRetryAfter = 60 * time.Second
)

// retrying makes further attempts after failures that may pass, as many as the
// call may have.
//
// Time is that of package time, which tests replace with testing/synctest.
type retrying struct {
	random func() float64 // from 0 up to, but not including, 1
	logger *slog.Logger
	next   exchanger
}

func (r *retrying) exchange(ctx context.Context, sent *request) (*reply, *failure) {
	for retry := 0; ; retry++ {
		answer, failed := r.next.exchange(ctx, sent)
		if retry >= sent.call.limits.retries || !mayPass(answer, failed) {
			return answer, failed
		}
		wait, obeyed := waitBefore(retry, answer, r.random())
		// With a wait that passes the deadline, what is known now would be lost.
		if deadline, ok := ctx.Deadline(); !obeyed || ok && time.Until(deadline) <= wait {
			return answer, failed
		}
		r.log(ctx, sent.call, outcomeOf(answer, failed), wait)
		if failed := sleep(ctx, wait); failed != nil {
			return nil, failed
		}
	}
}

// log writes one record per further attempt, before the wait for it.
func (r *retrying) log(ctx context.Context, call *call, outcome string, wait time.Duration) {
	r.logger.LogAttrs(ctx, slog.LevelInfo, "azureml-scoring: trying again",
		slog.String("clientRequestId", call.id),
		slog.Int("attempts", call.sent),
		slog.String("outcome", outcome),
		slog.Duration("wait", wait),
	)
}

// outcomeOf describes how an attempt ended, without anything that the service
// wrote.
func outcomeOf(answer *reply, failed *failure) string {
	if failed != nil {
		return string(failed.kind)
	}
	return answer.statusText()
}

// mayPass reports whether a further attempt may end differently. It decides by
// the status, two headers and the kind of a failure, never by a text.
func mayPass(answer *reply, failed *failure) bool {
	if failed != nil {
		return !failed.final
	}
	// A model that failed fails again. So does a reply that is too large.
	if answer.modelFailed() || answer.excess {
		return false
	}
	switch answer.status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case http.StatusInternalServerError:
		// With this header, the reply is the inference server's own. Its 500 with
		// False means that what the script returned cannot be written as JSON, such as
		// an array of numpy: the same request fails in the same way.
		return len(answer.header.Values(runFunctionFailed)) == 0
	case http.StatusFailedDependency:
		return answer.field(modelErrorReason) == "model_not_ready"
	default:
		return false
	}
}

// waitBefore returns how long to wait before a retry, counted from 0: what the
// reply asks for, else a backoff. obeyed is false if the reply asks for more time
// than a call takes. random is from 0 to 1.
func waitBefore(retry int, answer *reply, random float64) (wait time.Duration, obeyed bool) {
	if answer != nil {
		if asked := retryAfter(answer.header, answer.received); asked > 0 {
			return asked, asked <= longestRetryAfter
		}
	}
	backoff := math.Min(math.Ldexp(firstBackoff.Seconds(), retry), longestWait.Seconds())
	return time.Duration(backoff * (0.75 + 0.25*random) * float64(time.Second)), true
}

// sleep waits. It returns a failure if ctx ends before that.
func sleep(ctx context.Context, wait time.Duration) *failure {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return stopped(ctx)
	}
}
