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

// exchange sends one request and reads the complete reply, whatever its status.
// The error it returns contains neither the key nor the client request ID.
func (c *Client) exchange(ctx context.Context, body []byte, clientRequestID string) (*reply, *Error) {
	watched, stop := watch(ctx, c.settings.connectTimeout, c.settings.attemptTimeout)
	defer stop()

	// Not through an http.Client: it parses Location before it asks CheckRedirect
	// whether to follow it, and fails if Location is not a valid URI.
	response, err := c.transport.RoundTrip(c.request(watched, body, clientRequestID))
	if err != nil {
		return nil, c.transportError(ctx, watched, err)
	}
	defer response.Body.Close()
	// A connection is reused only if the body was read to its end.
	content, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode < 100 {
		err = fmt.Errorf("the reply has the invalid status %03d", response.StatusCode)
	}
	if err != nil {
		return nil, c.transportError(ctx, watched, err)
	}
	answer := &reply{status: response.StatusCode, header: response.Header, body: content, received: time.Now()}
	if strings.EqualFold(answer.field("Content-Encoding"), "gzip") {
		answer.body = decompressed(content)
	}
	return answer, nil
}

// decompressed decompresses gzip. Data that is not valid gzip up to its end is
// returned unchanged, so that the error shows what was received.
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

// request builds the request of one call.
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
		// Lets the transport switch to another connection if a reused one turns
		// out to be closed before anything was written to it.
		GetBody: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil },
	}
	return request.WithContext(ctx)
}

// transportError returns the error of an exchange that failed with err. Its kind
// depends on what ended the exchange: a configured limit, the caller's ctx, or
// the connection. watched is the context that the limits cancel.
func (c *Client) transportError(ctx, watched context.Context, err error) *Error {
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

// cancelled returns the error of a call whose context ended.
func cancelled(ctx context.Context) *Error {
	return &Error{Kind: KindCancelled, Message: "the call was cancelled: " + ctx.Err().Error(), cause: ctx.Err()}
}
