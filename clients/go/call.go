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
	id      string // x-ms-client-request-id, the same in each attempt
	limits  callLimits
	sent    int      // attempts so far, each of which is one request
	secrets []secret // to be masked in whatever the caller sees
	shown   int      // number of bytes of a body that an error shows
	changed bool     // a credential that was refused has been replaced
}

// Call makes one call that performs an operation, and returns its result with what
// is known about the reply. Options replace the client's settings for this call:
//
//	response, err := scoring.Call(ctx, client, scoring.Rows(rows), scoring.WithRetries(0))
//
// The error is that of the method of [Client] that performs the same operation. It
// has [KindConfiguration], and nothing was sent, if an option is invalid or the
// input of the operation cannot be sent.
func Call[T any](
	ctx context.Context, client *Client, operation Operation[T], options ...CallOption,
) (Response[T], error) {
	target, failed := operation.target(client.settings.uri)
	if failed != nil {
		return Response[T]{}, failed
	}
	call, failed := client.newCall(ctx, options)
	if failed != nil {
		return Response[T]{}, failed
	}
	bounded, release := client.bound(ctx, call.limits.overallTimeout)
	defer release()

	begun := time.Now()
	answer, broken := client.exchanger.exchange(bounded, &request{
		call:        call,
		method:      operation.method,
		target:      target,
		contentType: operation.contentType,
		accept:      operation.accept,
		body:        operation.body,
	})
	var result T
	switch {
	case broken != nil:
		failed = call.failed(broken)
	case !answer.succeeded():
		failed = call.refused(answer)
	default:
		var err error
		if result, err = readResult(answer, client.settings.replyLimit, operation.read); err != nil {
			failed = call.unreadable(answer, err)
		}
	}
	client.log(ctx, call, time.Since(begun), answer, failed)
	if failed != nil {
		return Response[T]{}, failed
	}
	return Response[T]{
		Value:           result,
		Status:          answer.status,
		RequestID:       call.requestID(answer),
		ClientRequestID: call.id,
		Attempts:        call.sent,
	}, nil
}

// newCall returns a call with options, or why it cannot begin.
func (c *Client) newCall(ctx context.Context, options []CallOption) (*call, *Error) {
	limits, failed := c.settings.with(options)
	if failed != nil {
		return nil, failed
	}
	if c.closing.Err() != nil {
		return nil, misconfigured("the client is closed")
	}
	begun := &call{
		id:      newRequestID(),
		limits:  limits,
		secrets: c.credential.secrets(),
		shown:   int(min(bodyLimit, c.settings.replyLimit)),
	}
	if ctx.Err() != nil {
		return nil, begun.failed(stopped(ctx))
	}
	return begun, nil
}

// bound returns the context of a call, which ends at the overall limit and when
// the client is closed. The caller must call release when the call has ended.
func (c *Client) bound(ctx context.Context, overall time.Duration) (bounded context.Context, release func()) {
	limit := &expiry{"no prediction", overall}
	ended, cancel := context.WithCancelCause(ctx)
	bounded = &timedContext{ended, time.Now().Add(overall)}
	timer := time.AfterFunc(overall, func() { cancel(limit) })
	unregister := context.AfterFunc(c.closing, func() { cancel(errClosed) })
	return bounded, func() {
		unregister()
		timer.Stop()
		cancel(nil)
		// Close does not reach connections in use: they may become idle only now.
		if c.closing.Err() != nil {
			c.closeConnections()
		}
	}
}

// readResult reads the body of a 2xx reply.
func readResult[T any](answer *reply, limit int64, read func([]byte) (T, error)) (result T, err error) {
	switch {
	case answer.excess:
		return result, fmt.Errorf("the reply is larger than %d bytes", limit)
	case read == nil:
		return result, nil
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
		RequestID:       c.requestID(answer),
		ClientRequestID: c.id,
		RetryAfter:      retryAfter(answer.header, answer.received),
		Attempts:        c.sent,
		Body:            excerpt(answer.body, c.shown, answer.excess, c.secrets),
	}
}

// requestID returns the service's ID for the call.
func (c *call) requestID(answer *reply) string {
	return redact(cmp.Or(answer.field("X-Ms-Request-Id"), answer.field("X-Request-Id")), c.secrets)
}

// log writes one record per call.
func (c *Client) log(ctx context.Context, call *call, took time.Duration, answer *reply, failed *Error) {
	if !c.settings.logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
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
