package scoring

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// httpExchanger is the innermost exchanger: it makes one HTTP request.
type httpExchanger struct {
	transport      http.RoundTripper
	connectTimeout time.Duration
	replyLimit     int64
	userAgent      string
}

func (h *httpExchanger) exchange(ctx context.Context, sent *request) (*reply, *failure) {
	if ctx.Err() != nil {
		return nil, stopped(ctx)
	}
	watched, w := watch(ctx, h.connectTimeout, sent.call.limits.attemptTimeout)
	defer w.stop()
	sent.call.sent++

	// Not through an http.Client: it parses Location before it asks CheckRedirect
	// whether to follow it, and fails if Location is not a valid URI.
	response, err := h.transport.RoundTrip(h.build(watched, w, sent))
	if err == nil && response == nil {
		err = errors.New("the transport returned no reply")
	}
	if err != nil {
		return nil, w.broken(watched, err)
	}
	if response.Body == nil { // only a fake's
		response.Body = http.NoBody
	}
	defer response.Body.Close()
	switch {
	case w.unsolicited():
		err = errUnsolicited
	// The body of a 101 is the connection itself, which need not end.
	case response.StatusCode < http.StatusOK:
		err = fmt.Errorf("the reply has the status %03d, which is not final", response.StatusCode)
	}
	if err != nil {
		return nil, w.broken(watched, err)
	}
	shown := sent.call.shown
	limits := bodyLimits{whole: h.replyLimit, shown: int64(shown), kept: int64(shown + longestEcho(sent.call.secrets))}
	body, excess, err := limits.read(watched, response)
	if err != nil {
		return nil, w.broken(watched, err)
	}
	return &reply{
		status:   response.StatusCode,
		header:   response.Header,
		body:     body,
		excess:   excess,
		received: time.Now(),
	}, nil
}

// build returns the HTTP request of one attempt.
func (h *httpExchanger) build(ctx context.Context, w *watchdog, sent *request) *http.Request {
	header := http.Header{
		"Accept":                 {sent.accept},
		"Accept-Encoding":        {"gzip"},
		"User-Agent":             {h.userAgent},
		"X-Ms-Client-Request-Id": {sent.call.id},
	}
	if sent.contentType != "" {
		header.Set("Content-Type", sent.contentType)
	}
	if sent.authorization.isSet() {
		header.Set("Authorization", "Bearer "+sent.authorization.reveal())
	}
	open := func() io.ReadCloser {
		if len(sent.body) == 0 && sent.method != http.MethodGet {
			return http.NoBody // which sends Content-Length: 0, and not chunks
		}
		// For GET not http.NoBody, with which GetBody would not be asked.
		return io.NopCloser(bytes.NewReader(sent.body))
	}
	request := new(http.Request).WithContext(ctx)
	request.Method, request.URL, request.Header = sent.method, sent.target, header
	request.ContentLength, request.Body = int64(len(sent.body)), open()
	// net/http asks for the body again if a reused connection turns out to be closed
	// before anything was written to it. It does so too if it wants to repeat a GET
	// that was written, which would be an attempt behind our back.
	request.GetBody = func() (io.ReadCloser, error) {
		if sent.method == http.MethodGet && w.wrote() {
			return nil, errBroken
		}
		return open(), nil
	}
	return request
}

var (
	errBroken      = errors.New("the connection was closed before the reply")
	errUnsolicited = errors.New("the reply was sent before the request, so it answers another one")
)
