package scoring

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// replyWith returns a reply with a status and headers, which are pairs of name and value.
func replyWith(status int, headers ...string) *reply {
	header := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	return &reply{status: status, header: header}
}

// A further attempt is made after failures that may pass, and no others.
func TestMayPass(t *testing.T) {
	for _, test := range []struct {
		answer *reply
		want   bool
	}{
		{replyWith(408), true},
		{replyWith(429), true},
		{replyWith(500), true},
		{replyWith(502), true},
		{replyWith(503), true},
		{replyWith(504), true},
		{replyWith(200), false},
		{replyWith(302), false},
		{replyWith(400), false},
		{replyWith(401), false},
		{replyWith(403), false},
		{replyWith(404), false},
		{replyWith(413), false},
		{replyWith(424), false},
		{replyWith(501), false},
		{replyWith(505), false},
		{replyWith(424, "ms-azureml-model-error-reason", "model_not_ready"), true},
		{replyWith(424, "ms-azureml-model-error-reason", "model_error"), false},
		{replyWith(424, "ms-azureml-model-error-reason", "model_not_ready", "x-ms-run-function-failed", "True"), false},
		{replyWith(500, "x-ms-run-function-failed", "False"), false},
		{replyWith(500, "x-ms-run-function-failed", ""), false},
		{replyWith(503, "x-ms-run-function-failed", "False"), true},
		{replyWith(503, "x-ms-run-function-failed", "true"), false},
		{&reply{status: 503, excess: true}, false},
	} {
		if got := mayPass(test.answer, nil); got != test.want {
			t.Errorf("%d %v: got %v", test.answer.status, test.answer.header, got)
		}
	}
	if !mayPass(nil, &failure{kind: KindConnection}) || mayPass(nil, &failure{kind: KindConnection, final: true}) {
		t.Error("a failure is retried if and only if it is not final")
	}
}

// The wait doubles from 0.8 s to 8 s, less up to a quarter; what a reply asks for takes its place, up to 60 s.
func TestWaits(t *testing.T) {
	for _, test := range []struct {
		retry  int
		after  string
		random float64
		want   time.Duration
		obeyed bool
	}{
		{0, "", 0, 600 * time.Millisecond, true},
		{0, "", 1, 800 * time.Millisecond, true},
		{0, "", 0.5, 700 * time.Millisecond, true},
		{1, "", 1, 1600 * time.Millisecond, true},
		{2, "", 1, 3200 * time.Millisecond, true},
		{3, "", 1, 6400 * time.Millisecond, true},
		{4, "", 1, 8 * time.Second, true},
		{4, "", 0, 6 * time.Second, true},
		{1_000_000_000, "", 1, 8 * time.Second, true},
		{0, "2", 0, 2 * time.Second, true},
		{9, "0.001", 0, time.Millisecond, true},
		{0, "60", 0, 60 * time.Second, true},
		{0, "60.001", 0, 60_001 * time.Millisecond, false},
		{0, "0", 1, 800 * time.Millisecond, true},
		{0, "-5", 1, 800 * time.Millisecond, true},
		{0, "soon", 1, 800 * time.Millisecond, true},
	} {
		got, obeyed := waitBefore(test.retry, replyWith(503, "Retry-After", test.after), test.random)
		if got != test.want || obeyed != test.obeyed {
			t.Errorf("%+v: got %v, %v", test, got, obeyed)
		}
	}
	if got, _ := waitBefore(0, nil, 1); got != 800*time.Millisecond {
		t.Errorf("without a reply: got %v", got)
	}
}

// withRetries returns a request of a call that may have so many further attempts.
func withRetries(count int) *request {
	return &request{call: &call{id: "id", limits: callLimits{retries: count}}}
}

// newRetrying returns a layer whose backoffs are as long as they can be.
func newRetrying(next exchanger) *retrying {
	return &retrying{func() float64 { return 1 }, slog.New(slog.DiscardHandler), next}
}

// slowExchanger takes an hour for each attempt, or until the context ends.
type slowExchanger struct{ attempts int }

func (s *slowExchanger) exchange(ctx context.Context, _ *request) (*reply, *failure) {
	s.attempts++
	if failed := sleep(ctx, time.Hour); failed != nil {
		return nil, failed
	}
	return replyWith(503), nil
}

// The outcome of the last attempt is that of the call, after as many attempts and waits as there are retries.
func TestRetries(t *testing.T) {
	broken := &failure{kind: KindConnection}
	for _, test := range []struct {
		name     string
		retries  int
		broken   []*failure
		answers  []*reply
		status   int // 0 for a failure
		attempts int
		took     time.Duration
	}{
		{"none", 0, nil, statuses(503), 503, 1, 0},
		{"three", 3, nil, statuses(503), 503, 4, 5600 * time.Millisecond},
		{"until success", 3, []*failure{broken}, statuses(503, 429, 200), 200, 3, 2400 * time.Millisecond},
		{"until a status that stays", 3, nil, statuses(503, 400), 400, 2, 800 * time.Millisecond},
		{"last is a failure", 1, []*failure{nil, broken}, statuses(503), 0, 2, 800 * time.Millisecond},
		{"final failure", 3, []*failure{{final: true}}, statuses(503), 0, 1, 0},
		{"asked", 3, nil, []*reply{replyWith(429, "Retry-After", "59"), replyWith(200)}, 200, 2, 59 * time.Second},
		{"asked too much", 3, nil, []*reply{replyWith(429, "Retry-After", "61"), replyWith(200)}, 429, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				next := &fakeExchanger{answers: test.answers, broken: test.broken}
				layer := newRetrying(next)
				begun := time.Now()
				answer, failed := layer.exchange(t.Context(), withRetries(test.retries))
				status := 0
				if failed == nil {
					status = answer.status
				}
				if took := time.Since(begun); status != test.status || len(next.keys) != test.attempts || took != test.took {
					t.Errorf("got %d, %d attempts in %v", status, len(next.keys), took)
				}
			})
		})
	}
}

// No wait passes the deadline: the last outcome is that of the call, at once. An attempt ends at it.
func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &expiry{"no prediction", 10 * time.Second}
		ctx, cancel := context.WithTimeoutCause(t.Context(), limit.limit, limit)
		defer cancel()
		begun := time.Now()
		next := &fakeExchanger{answers: statuses(503)}
		layer := newRetrying(next)
		answer, failed := layer.exchange(ctx, withRetries(9))
		// After waits of 0.8, 1.6 and 3.2 s, the next one, of 6.4 s, would end at 12 s.
		if took := time.Since(begun); failed != nil || answer.status != 503 || len(next.keys) != 4 || took != 5600*time.Millisecond {
			t.Errorf("got %v, %v, %d attempts in %v", answer, failed, len(next.keys), took)
		}
		slow := &slowExchanger{}
		layer.next = slow
		_, failed = layer.exchange(ctx, withRetries(9))
		if failed == nil || failed.kind != KindTimeout || failed.message != "no prediction within 10 s" || slow.attempts != 1 {
			t.Errorf("got %+v, %d attempts", failed, slow.attempts)
		}
		if took := time.Since(begun); took != 10*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// Cancelling a call, or closing its client, ends a wait at once.
func TestWaitEnds(t *testing.T) {
	for name, end := range map[string]func(*Client, context.CancelFunc){
		"cancelled": func(_ *Client, cancel context.CancelFunc) { cancel() },
		"closed":    func(c *Client, _ context.CancelFunc) { _ = c.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, err := NewClient("http://host/", environment(), WithRetries(9))
				if err != nil {
					t.Fatal(err)
				}
				next := &fakeExchanger{answers: []*reply{replyWith(503, "Retry-After", "30")}}
				client.exchanger = newRetrying(next)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				time.AfterFunc(5*time.Second, func() { end(client, cancel) })
				begun := time.Now()
				_, err = client.Score(ctx, nil)
				failed, _ := errors.AsType[*Error](err)
				if took := time.Since(begun); failed == nil || failed.Kind != KindCancelled || failed.Attempts != 1 || took != 5*time.Second {
					t.Errorf("got %+v after %v", failed, took)
				}
				if !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// A call fails with its last error, counts its attempts, and sends the same request ID in each.
func TestAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, err := NewClient("http://host/", environment(), WithRetries(2))
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		var ids []string
		codes := []int{503, 429, 502}
		client.exchanger.(*retrying).next = exchangerFunc(func(sent *request) *reply {
			ids = append(ids, sent.call.id)
			sent.call.sent++
			return &reply{status: codes[len(ids)-1], body: fmt.Appendf(nil, `{"message": "attempt %d"}`, len(ids))}
		})
		_, err = client.Score(t.Context(), nil)
		failed, _ := errors.AsType[*Error](err)
		if failed == nil || failed.Status != 502 || failed.Message != "attempt 3" || failed.Attempts != 3 {
			t.Errorf("got %+v", failed)
		}
		if len(slices.Compact(ids)) != 1 || ids[0] != failed.ClientRequestID {
			t.Errorf("got %q", ids)
		}
	})
}

// Each further attempt is logged before its wait, with nothing of what the service wrote; the last attempt is not.
func TestLogOfRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var logged bytes.Buffer
		layer := newRetrying(&fakeExchanger{
			answers: []*reply{{status: 503, header: http.Header{"Retry-After": {"5"}}, body: []byte("secret")}},
			broken:  []*failure{nil, {kind: KindTimeout, message: "secret"}, {kind: KindConnection}},
		})
		layer.logger = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{
			ReplaceAttr: func(_ []string, attribute slog.Attr) slog.Attr {
				if attribute.Key == slog.TimeKey {
					return slog.Attr{}
				}
				return attribute
			},
		}))
		_, _ = layer.exchange(t.Context(), withRetries(3))
		want := `level=INFO msg="azureml-scoring: trying again" clientRequestId=id attempts=1 outcome="HTTP 503" wait=5s
level=INFO msg="azureml-scoring: trying again" clientRequestId=id attempts=2 outcome=timeout wait=1.6s
level=INFO msg="azureml-scoring: trying again" clientRequestId=id attempts=3 outcome=connection wait=3.2s
`
		if logged.String() != want {
			t.Errorf("got %s", logged.String())
		}
	})
}

// exchangerFunc is an exchanger that always has a reply.
type exchangerFunc func(sent *request) *reply

func (f exchangerFunc) exchange(_ context.Context, sent *request) (*reply, *failure) {
	return f(sent), nil
}
