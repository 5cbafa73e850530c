package scoring

import (
	"context"
	"net/url"
)

// exchanger sends a request and returns the complete reply, whatever its status.
// Its error is always a [*failure]. A client is a chain of exchangers, each of
// which adds one concern to the next: retrying, authenticating, and HTTP.
type exchanger interface {
	exchange(ctx context.Context, sent *request) (*reply, *failure)
}

// request is what a call sends in each of its attempts.
type request struct {
	call          *call
	method        string
	target        *url.URL
	contentType   string // "" if there is no body
	accept        string
	authorization secret // value of the header; not set if there is none
	body          []byte
}

// failure tells why there is no complete reply.
type failure struct {
	kind    Kind
	message string
	cause   error // nil if there is none
	// final is set if a further attempt would fail in the same way.
	final bool
}
