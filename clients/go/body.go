package scoring

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
)

// bodyLimits bounds how much of a body is read.
type bodyLimits struct {
	// whole is the limit in bytes, for what is received and for what that is
	// decompressed to.
	whole int64
	// shown is the number of bytes that an error shows, at most whole.
	shown int64
	// kept is the number of bytes that an error needs in order to mask what it shows.
	// What is behind them in a body that only an error will show is received, so that
	// the connection can be reused, but not held.
	kept int64
}

// read returns the body of a response, decompressed. excess reports whether the
// body is larger than the limit; the body is then cut, somewhere after the bytes
// that an error shows, and the connection is not reused.
func (l bodyLimits) read(ctx context.Context, response *http.Response) (body []byte, excess bool, err error) {
	if response.ContentLength > l.whole {
		// What follows is not needed, and the service may be slow to send it.
		body, err = io.ReadAll(io.LimitReader(response.Body, l.shown))
		return body, true, err
	}
	held := l.whole + 1
	if response.StatusCode/100 != 2 {
		held = min(held, l.kept)
	}
	if !strings.EqualFold(response.Header.Get("Content-Encoding"), "gzip") {
		return l.take(response.Body, held)
	}
	packed, excess, err := l.take(response.Body, l.whole+1)
	if err != nil || excess {
		return packed, excess, err
	}
	return l.unpack(ctx, packed, held)
}

// take reads from until its end or beyond the limit, and returns at most the
// first held bytes.
func (l bodyLimits) take(from io.Reader, held int64) (content []byte, excess bool, err error) {
	content, err = io.ReadAll(io.LimitReader(from, held))
	length := int64(len(content))
	if err == nil && length == held {
		var rest int64
		rest, err = io.Copy(io.Discard, io.LimitReader(from, l.whole+1-held))
		length += rest
	}
	return content, length > l.whole, err
}

// unpack decompresses gzip. Data that is not valid gzip is returned unchanged, so
// that the error shows what was received. The error is that of ctx.
func (l bodyLimits) unpack(ctx context.Context, packed []byte, held int64) (content []byte, excess bool, err error) {
	reader, err := gzip.NewReader(&contextReader{ctx, bytes.NewReader(packed)})
	if err == nil {
		content, err = io.ReadAll(io.LimitReader(reader, held))
	}
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	if err != nil {
		return packed, false, nil //nolint:nilerr // what was received is the result
	}
	return content, int64(len(content)) > l.whole, nil
}

// contextReader reads until its context ends.
type contextReader struct {
	ctx  context.Context //nolint:containedctx // io.Reader has no parameter for it
	from io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
