package scoring

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

// Client scores at one URI. It keeps its connections for the next call and is
// safe to share between goroutines. It prints without its key.
type Client struct {
	settings  settings
	transport *http.Transport
	closed    atomic.Bool
}

// NewClient returns a client of the service at uri, an absolute http or https
// URI that is used to the letter, path and query included. If uri is empty,
// AZUREML_SCORING_URI counts.
//
// Its error is an [*Error] of [KindConfiguration]; nothing is sent.
func NewClient(uri string, options ...Option) (*Client, error) {
	settings, err := configure(uri, options)
	if err != nil {
		return nil, err
	}
	return &Client{settings: settings, transport: newTransport(settings.connectTimeout)}, nil
}

// Score sends {"data": rows} and returns the predictions, a number for each.
// Doubles arrive with the bits they left with, both ways.
//
// Its error is an [*Error]: of [KindConfiguration] if a number is not finite
// or the client is closed, of [KindResponseFormat] if the reply is anything
// but an array of finite numbers, of [KindCancelled] if ctx has ended, or of
// one of the other kinds.
func (c *Client) Score(ctx context.Context, rows [][]float64) ([]float64, error) {
	body, failure := encodeRows(rows)
	if failure != nil {
		return nil, failure
	}
	return call(ctx, c, body, decodeDoubles)
}

// ScorePayload sends any value as JSON and returns the reply's JSON as it
// came. A [json.RawMessage] is sent to the letter; anything else is written by
// encoding/json.
//
// Its error is that of [Client.Score], but of [KindConfiguration] if payload
// cannot be written, and of [KindResponseFormat] if the reply is a string, null
// or an empty object, which is what comes from a script that had nothing to
// say, or holds a number beyond the range of doubles.
func (c *Client) ScorePayload(ctx context.Context, payload any) (json.RawMessage, error) {
	return Score[json.RawMessage](ctx, c, payload)
}

// Score is [Client.ScorePayload] for a reply that encoding/json reads into a
// T; one that does not fit is an error of [KindResponseFormat].
func Score[T any](ctx context.Context, client *Client, payload any) (T, error) {
	body, failure := encodePayload(payload)
	if failure != nil {
		var none T
		return none, failure
	}
	return call(ctx, client, body, func(body []byte) (prediction T, err error) {
		value, err := decodePrediction(body)
		if err != nil {
			return prediction, err
		}
		if err := json.Unmarshal(value, &prediction); err != nil {
			return prediction, fmt.Errorf("the reply does not fit %T: %w", prediction, err)
		}
		return prediction, nil
	})
}

// Close closes the client's connections. Calls in flight end as they may;
// later ones fail with [KindConfiguration]. It never fails.
func (c *Client) Close() error {
	c.closed.Store(true)
	c.transport.CloseIdleConnections()
	return nil
}

// call makes one call and reads its prediction with decode.
func call[T any](ctx context.Context, c *Client, body []byte, decode func([]byte) (T, error)) (T, error) {
	var none T
	if c.closed.Load() {
		return none, misconfigured("the client is closed")
	}
	if ctx.Err() != nil {
		return none, cancelled(ctx)
	}
	// A connection that was in use while the client was closed is idle only now.
	defer func() {
		if c.closed.Load() {
			c.transport.CloseIdleConnections()
		}
	}()

	clientRequestID, begun := newRequestID(), time.Now()
	answer, failure := c.exchange(ctx, body, clientRequestID)
	var prediction T
	if failure == nil {
		prediction, failure = judge(answer, c.settings.key, decode)
	}
	c.log(ctx, clientRequestID, time.Since(begun), answer, failure)
	if failure != nil {
		failure.Attempts = 1
		if failure.Kind != KindCancelled {
			failure.ClientRequestID = clientRequestID
		}
		return none, failure
	}
	return prediction, nil
}

// judge reads the prediction out of a reply, or its failure.
func judge[T any](answer *reply, key secret, decode func([]byte) (T, error)) (prediction T, failure *Error) {
	if !answer.succeeded() {
		return prediction, answer.refusal(key)
	}
	prediction, err := decode(answer.body)
	if err != nil {
		return prediction, answer.unusable(err, key)
	}
	return prediction, nil
}

// log writes the record of one call.
func (c *Client) log(ctx context.Context, clientRequestID string, took time.Duration, answer *reply, failure *Error) {
	attributes := []slog.Attr{
		slog.String("endpoint", originOf(c.settings.uri)),
		slog.String("clientRequestId", clientRequestID),
		slog.Duration("took", took),
	}
	if answer != nil {
		attributes = append(attributes, slog.Int("status", answer.status))
	}
	if failure != nil {
		attributes = append(attributes, slog.String("kind", string(failure.Kind)))
	}
	c.settings.logger.LogAttrs(ctx, slog.LevelDebug, "azureml-scoring: call ended", attributes...)
}

// String describes the client, without its key and what a path or a query may
// hide.
func (c *Client) String() string {
	return fmt.Sprintf("scoring.Client(%s, key=%v)", originOf(c.settings.uri), c.settings.key)
}

// GoString describes the client as [Client.String] does.
func (c *Client) GoString() string { return c.String() }

// LogValue describes the client to slog as [Client.String] does.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
