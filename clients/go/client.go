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

// Client calls the model at one scoring URI. It reuses connections between
// calls and is safe for concurrent use by multiple goroutines. Printing a Client
// never shows its key.
type Client struct {
	settings  settings
	transport *http.Transport
	closed    atomic.Bool
}

// NewClient returns a client for the service at uri, an absolute http or https
// URI. Its path and query are sent exactly as given. If uri is empty, the
// environment variable AZUREML_SCORING_URI is used.
//
// The error is an [*Error] of [KindConfiguration]. NewClient sends nothing.
func NewClient(uri string, options ...Option) (*Client, error) {
	settings, err := configure(uri, options)
	if err != nil {
		return nil, err
	}
	return &Client{settings: settings, transport: newTransport(settings.connectTimeout)}, nil
}

// Score sends {"data": rows} and returns the predictions, one number per row.
// Doubles are preserved bit for bit in both directions.
//
// The error is an [*Error]. Its kind is [KindConfiguration] if a number is not
// finite or the client is closed, [KindResponseFormat] if the reply is not an
// array of finite numbers, [KindCancelled] if ctx has ended, or one of the other
// kinds.
func (c *Client) Score(ctx context.Context, rows [][]float64) ([]float64, error) {
	body, failure := encodeRows(rows)
	if failure != nil {
		return nil, failure
	}
	return call(ctx, c, body, decodeDoubles)
}

// ScorePayload sends any value as JSON and returns the JSON of the reply
// unchanged. A [json.RawMessage] is sent verbatim; any other value is encoded
// with encoding/json.
//
// Errors are those of [Client.Score], except that the kind is
// [KindConfiguration] if payload cannot be encoded or contains a number outside
// the range of a double, and [KindResponseFormat] if the reply contains such a
// number or is a string, null or an empty object, which scoring scripts return
// when they have no prediction.
func (c *Client) ScorePayload(ctx context.Context, payload any) (json.RawMessage, error) {
	return Score[json.RawMessage](ctx, c, payload)
}

// Score is like [Client.ScorePayload] but decodes the reply into a T with
// encoding/json. If the reply does not fit T, the error has
// [KindResponseFormat].
func Score[T any](ctx context.Context, client *Client, payload any) (T, error) {
	body, failure := encodePayload(payload)
	if failure != nil {
		var zero T
		return zero, failure
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

// Close closes the client's connections. Calls in flight run to their end;
// later calls fail with [KindConfiguration]. Close always returns nil.
func (c *Client) Close() error {
	c.closed.Store(true)
	c.transport.CloseIdleConnections()
	return nil
}

// call sends body once and decodes the prediction from the reply.
func call[T any](ctx context.Context, c *Client, body []byte, decode func([]byte) (T, error)) (T, error) {
	var zero T
	if c.closed.Load() {
		return zero, misconfigured("the client is closed")
	}
	if ctx.Err() != nil {
		return zero, cancelled(ctx)
	}
	// Close does not reach connections in use: they become idle only now.
	defer func() {
		if c.closed.Load() {
			c.transport.CloseIdleConnections()
		}
	}()

	clientRequestID, begun := newRequestID(), time.Now()
	answer, failure := c.exchange(ctx, body, clientRequestID)
	var prediction T
	if failure == nil {
		prediction, failure = readPrediction(answer, c.settings.key, decode)
	}
	c.log(ctx, clientRequestID, time.Since(begun), answer, failure)
	if failure != nil {
		failure.Attempts = 1
		if failure.Kind != KindCancelled {
			failure.ClientRequestID = clientRequestID
		}
		return zero, failure
	}
	return prediction, nil
}

// readPrediction returns the prediction that a reply contains, or the error that
// the reply stands for.
func readPrediction[T any](answer *reply, key secret, decode func([]byte) (T, error)) (prediction T, failure *Error) {
	if !answer.succeeded() {
		return prediction, answer.statusError(key)
	}
	prediction, err := decode(answer.body)
	if err != nil {
		return prediction, answer.formatError(err, key)
	}
	return prediction, nil
}

// log writes one record per call.
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

// String describes the client by scheme, host and port. It omits the key, and
// the path and query, which may contain secrets.
func (c *Client) String() string {
	return fmt.Sprintf("scoring.Client(%s, key=%v)", originOf(c.settings.uri), c.settings.key)
}

// GoString returns the same text as [Client.String].
func (c *Client) GoString() string { return c.String() }

// LogValue makes slog print the text of [Client.String].
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
