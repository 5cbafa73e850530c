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
	// kept is the number of bytes that an error needs. The rest of a body that only
	// an error will show is received, so that the connection can be reused, but not
	// held.
	kept int64
}

// read returns the body of a response, decompressed. excess reports whether the
// body is larger than the limit; the body is then cut and the connection is not
// reused, and at least the first l.kept bytes are returned.
func (l bodyLimits) read(ctx context.Context, response *http.Response) (body []byte, excess bool, err error) {
	packed := strings.EqualFold(response.Header.Get("Content-Encoding"), "gzip")
	succeeded := response.StatusCode/100 == 2
	held := l.kept
	if (succeeded || packed) && response.ContentLength <= l.whole {
		held = max(l.whole+1, l.kept)
	}
	body, excess, err = l.take(response.Body, held, response.ContentLength > l.whole)
	if err != nil || excess || !packed {
		return body, excess, err
	}
	if held = l.kept; succeeded {
		held = max(l.whole+1, l.kept)
	}
	return l.unpack(ctx, body, held)
}

// take reads from until its end, and returns at most the first held bytes. It
// does not read on if it is known that the limit will be exceeded.
func (l bodyLimits) take(from io.Reader, held int64, exceeds bool) (content []byte, excess bool, err error) {
	content, err = io.ReadAll(io.LimitReader(from, held))
	length := int64(len(content))
	if err != nil || exceeds || length < held {
		return content, exceeds || length > l.whole, err
	}
	rest, err := io.Copy(io.Discard, io.LimitReader(from, l.whole+1-held))
	return content, length+rest > l.whole, err
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
		return packed, false, nil
	}
	return content, int64(len(content)) > l.whole, nil
}

// contextReader reads until its context ends.
type contextReader struct {
	ctx  context.Context
	from io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
