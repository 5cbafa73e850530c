package scoring

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// exchange sends one request and reads the whole reply, of whatever status. An
// error of it carries neither the key nor the client request id.
func (c *Client) exchange(ctx context.Context, body []byte, clientRequestID string) (*reply, *Error) {
	watched, stop := watch(ctx, c.settings.connectTimeout, c.settings.attemptTimeout)
	defer stop()

	// Not through an http.Client: it looks at Location before it asks whether
	// to follow it, and fails at one that is no URI.
	response, err := c.transport.RoundTrip(c.request(watched, body, clientRequestID))
	if err != nil {
		return nil, c.broken(ctx, watched, err)
	}
	defer response.Body.Close()
	// To the end, as the connection is not kept otherwise.
	content, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode < 100 {
		err = fmt.Errorf("the reply has the status %03d", response.StatusCode)
	}
	if err != nil {
		return nil, c.broken(ctx, watched, err)
	}
	answer := &reply{status: response.StatusCode, header: response.Header, body: content, received: time.Now()}
	if strings.EqualFold(answer.field("Content-Encoding"), "gzip") {
		answer.body = decompressed(content)
	}
	return answer, nil
}

// decompressed unpacks gzip. What is not gzip from end to end is returned as it
// came: it is no prediction, and an error shows what it was.
func decompressed(packed []byte) []byte {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return packed
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		return packed
	}
	return content
}

// request builds the one request of a call.
func (c *Client) request(ctx context.Context, body []byte, clientRequestID string) *http.Request {
	header := http.Header{
		"Content-Type":           {"application/json"},
		"Accept":                 {"application/json"},
		"Accept-Encoding":        {"gzip"},
		"User-Agent":             {userAgent(c.settings.application)},
		"X-Ms-Client-Request-Id": {clientRequestID},
	}
	if key := c.settings.key; key.isSet() {
		header.Set("Authorization", "Bearer "+key.reveal())
	}
	request := &http.Request{
		Method:        http.MethodPost,
		URL:           c.settings.uri,
		Header:        header,
		ContentLength: int64(len(body)),
		Body:          io.NopCloser(bytes.NewReader(body)),
		// For a kept connection that turned out to be closed before anything was
		// written to it: the transport then takes another.
		GetBody: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil },
	}
	return request.WithContext(ctx)
}

// broken sorts the failure of an exchange by what ended it: the caller, one of
// our limits, or the connection.
func (c *Client) broken(ctx, watched context.Context, err error) *Error {
	var limit *expiry
	switch {
	case errors.As(context.Cause(watched), &limit):
		return &Error{Kind: KindTimeout, Message: limit.Error()}
	case ctx.Err() != nil:
		return cancelled(ctx)
	default:
		cause := c.settings.key.redactError(err)
		return &Error{Kind: KindConnection, Message: "the connection failed: " + cause.Error(), cause: cause}
	}
}

// cancelled returns the error of a call whose context has ended.
func cancelled(ctx context.Context) *Error {
	return &Error{Kind: KindCancelled, Message: "the call was given up: " + ctx.Err().Error(), cause: ctx.Err()}
}
