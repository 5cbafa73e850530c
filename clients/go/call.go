package scoring

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"
)

// call is the state of one call, which may take several attempts.
type call struct {
	id      string   // x-ms-client-request-id, the same in each attempt
	sent    int      // attempts so far, each of which is one request
	secrets []secret // to be masked in whatever the caller sees
	shown   int      // number of bytes of a body that an error shows
	changed bool     // a credential that was refused has been replaced
}

// perform makes one call: it sends an operation and reads its reply.
func perform[T any](ctx context.Context, c *Client, operation operation[T]) (T, error) {
	var zero T
	if c.closing.Err() != nil {
		return zero, misconfigured("the client is closed")
	}
	call := &call{
		id:      newRequestID(),
		secrets: c.credential.secrets(),
		shown:   int(min(bodyLimit, c.settings.replyLimit)),
	}
	if ctx.Err() != nil {
		return zero, call.failed(stopped(ctx))
	}
	bounded, release := c.bound(ctx)
	defer release()

	begun := time.Now()
	answer, broken := c.exchanger.exchange(bounded, &request{
		call:        call,
		method:      operation.method,
		target:      operation.target,
		contentType: operation.contentType,
		accept:      operation.accept,
		body:        operation.body,
	})
	var result T
	failed := (*Error)(nil)
	switch {
	case broken != nil:
		failed = call.failed(broken)
	case !answer.succeeded():
		failed = call.refused(answer)
	default:
		var err error
		if result, err = readResult(answer, c.settings.replyLimit, operation.read); err != nil {
			failed = call.unreadable(answer, err)
		}
	}
	c.log(ctx, call, time.Since(begun), answer, failed)
	if failed != nil {
		return zero, failed
	}
	return result, nil
}

// bound returns the context of a call, which ends at the overall limit and when
// the client is closed. The caller must call release when the call has ended.
func (c *Client) bound(ctx context.Context) (bounded context.Context, release func()) {
	limit := &expiry{"no prediction", c.settings.overallTimeout}
	timed, stop := context.WithTimeoutCause(ctx, limit.limit, limit)
	bounded, cancel := context.WithCancelCause(timed)
	unregister := context.AfterFunc(c.closing, func() { cancel(errClosed) })
	return bounded, func() {
		unregister()
		cancel(nil)
		stop()
		// Close does not reach connections in use: they may become idle only now.
		if c.closing.Err() != nil {
			c.closeConnections()
		}
	}
}

// readResult reads the body of a 2xx reply.
func readResult[T any](answer *reply, limit int64, read func([]byte) (T, error)) (result T, err error) {
	switch {
	case read == nil:
		return result, nil
	case answer.excess:
		return result, fmt.Errorf("the reply is larger than %d bytes", limit)
	default:
		return read(answer.body)
	}
}

// failed returns the error of a call that has no complete reply.
func (c *call) failed(reason *failure) *Error {
	failed := &Error{
		Kind:     reason.kind,
		Message:  redact(reason.message, c.secrets),
		Attempts: c.sent,
		cause:    redactError(reason.cause, c.secrets),
	}
	if reason.kind != KindCancelled {
		failed.ClientRequestID = c.id
	}
	return failed
}

// refused returns the error of a reply that is not 2xx.
func (c *call) refused(answer *reply) *Error {
	return c.answered(answer, answer.kind(), answer.statusText())
}

// unreadable returns the error of a 2xx reply that does not contain what was
// asked for. problem describes why.
func (c *call) unreadable(answer *reply, problem error) *Error {
	failed := c.answered(answer, KindResponseFormat, problem.Error())
	failed.cause = redactError(problem, c.secrets)
	return failed
}

// answered returns an error with all that a reply tells. A message from the
// service takes precedence over problem.
func (c *call) answered(answer *reply, kind Kind, problem string) *Error {
	return &Error{
		Kind:            kind,
		Message:         redact(cmp.Or(answer.message(), problem), c.secrets),
		Status:          answer.status,
		ModelStatus:     statusOf(answer.field("Ms-Azureml-Model-Error-Statuscode")),
		ModelReason:     redact(answer.field(modelErrorReason), c.secrets),
		RequestID:       redact(cmp.Or(answer.field("X-Ms-Request-Id"), answer.field("X-Request-Id")), c.secrets),
		ClientRequestID: c.id,
		RetryAfter:      retryAfter(answer.header, answer.received),
		Attempts:        c.sent,
		Body:            excerpt(answer.body, c.shown, answer.excess, c.secrets),
	}
}

// log writes one record per call.
func (c *Client) log(ctx context.Context, call *call, took time.Duration, answer *reply, failed *Error) {
	attributes := []slog.Attr{
		slog.String("endpoint", originOf(c.settings.uri)),
		slog.String("clientRequestId", call.id),
		slog.Int("attempts", call.sent),
		slog.Duration("took", took),
	}
	if answer != nil {
		attributes = append(attributes, slog.Int("status", answer.status))
	}
	if failed != nil {
		attributes = append(attributes, slog.String("kind", string(failed.Kind)))
	}
	c.settings.logger.LogAttrs(ctx, slog.LevelDebug, "azureml-scoring: call ended", attributes...)
}
