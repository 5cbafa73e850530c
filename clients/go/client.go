package scoring

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
)

// Client calls the model at one scoring URI. It reuses connections between
// calls and is safe for concurrent use by multiple goroutines. Printing a Client
// never shows its key.
type Client struct {
	settings         settings
	credential       credential
	exchanger        exchanger
	closeConnections func()
	closing          context.Context //nolint:containedctx // ends when the client is closed
	close            context.CancelFunc
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
	transport, closeConnections := settings.transport, func() {}
	if transport == nil {
		pool := newPool(settings.connectTimeout, settings.authorities)
		transport, closeConnections = pool, pool.closeIdleConnections
	}
	client := &Client{
		settings:         settings,
		credential:       newCredential(settings.key, settings.secondaryKey),
		closeConnections: closeConnections,
	}
	client.exchanger = &retrying{
		random: rand.Float64,
		logger: settings.logger,
		next: &authenticating{
			credential: client.credential,
			next: &httpExchanger{
				transport:      transport,
				connectTimeout: settings.connectTimeout,
				replyLimit:     settings.replyLimit,
				userAgent:      userAgent(settings.application),
			},
		},
	}
	client.closing, client.close = context.WithCancel(context.Background())
	return client, nil
}

// Score sends {"data": rows} and returns the predictions. Doubles are preserved
// bit for bit in both directions. There is usually one number per row, but the
// number is not checked, because a model may aggregate.
//
// The error is an [*Error]. Its kind is [KindConfiguration] if a number is not
// finite or the client is closed, [KindResponseFormat] if the reply is not an
// array of finite numbers, [KindCancelled] if ctx has ended or the client was
// closed during the call, or one of the other kinds. It is the error of the last
// attempt.
func (c *Client) Score(ctx context.Context, rows [][]float64) ([]float64, error) {
	return valueOf(Call(ctx, c, Rows(rows)))
}

// ScorePayload sends any value as JSON and returns the JSON of the reply
// unchanged. A [json.RawMessage] is sent verbatim; any other value is encoded
// with encoding/json. Nothing is wrapped around it: rows given to ScorePayload
// are sent as an array, and not as {"data": rows} like those given to
// [Client.Score].
//
// Errors are those of [Client.Score], except that the kind is
// [KindConfiguration] if payload cannot be encoded or contains a number outside
// the range of a double, and [KindResponseFormat] if the reply contains such a
// number or is a string, null or an empty object, which scoring scripts return
// when they have no prediction.
func (c *Client) ScorePayload(ctx context.Context, payload any) (json.RawMessage, error) {
	return valueOf(Call(ctx, c, Payload(payload)))
}

// ScoreAs is like [Client.ScorePayload] but decodes the reply into a T with
// encoding/json. If the reply does not fit T, the error has
// [KindResponseFormat]. ScoreAs is stricter than encoding/json, which would
// return zeros in place of what the reply contains: null fits only a pointer, an
// interface, a slice or a map, an array must have the length of a Go array that
// it is decoded into, and the name of a member must match that of a field in
// case too. A field whose member is missing has its zero value, and a member
// without a field is ignored.
func ScoreAs[T any](ctx context.Context, client *Client, payload any) (T, error) {
	return valueOf(Call(ctx, client, PayloadAs[T](payload)))
}

// ScoreBytes sends bytes of any content type, such as those of an image, and
// returns the JSON of the reply unchanged. Errors are those of
// [Client.ScorePayload]; the kind is [KindConfiguration] if contentType is not one
// or more printable ASCII characters.
func (c *Client) ScoreBytes(ctx context.Context, body []byte, contentType string) (json.RawMessage, error) {
	return valueOf(Call(ctx, c, Bytes(body, contentType)))
}

// Health asks the service's root whether the service is there: the scoring URI
// without its query and without its last segment, which must be score. It returns
// nil if the reply is 2xx, whatever its body is, and otherwise an [*Error] like
// [Client.Score].
func (c *Client) Health(ctx context.Context) error {
	_, err := Call(ctx, c, Health())
	return err
}

// Swagger returns the service's description of itself, a JSON object: swagger.json
// at the root that [Client.Health] asks. Errors are those of [Client.Score]; the
// kind is [KindResponseFormat] if the reply is not a JSON object.
func (c *Client) Swagger(ctx context.Context) (json.RawMessage, error) {
	return valueOf(Call(ctx, c, Swagger()))
}

// Close closes the client's connections, but not those of a transport that was
// given to it. Calls in flight end at once, with [KindCancelled]; later calls fail
// with [KindConfiguration]. Close always returns nil, and can be called again.
func (c *Client) Close() error {
	c.close()
	c.closeConnections()
	return nil
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
