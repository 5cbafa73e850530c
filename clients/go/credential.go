package scoring

import (
	"context"
	"sync"
)

// credential decides what a request is authenticated with. It is safe for
// concurrent use.
type credential interface {
	// current returns what to send now; the secret is not set if there is nothing
	// to send.
	current(ctx context.Context) (secret, *failure)
	// refused takes note that the service refused used, with status 401, and reports
	// whether current returns something else from now on.
	refused(ctx context.Context, used secret) bool
	// secrets returns everything that must be masked.
	secrets() []secret
}

// noCredential sends nothing.
type noCredential struct{}

func (noCredential) current(context.Context) (secret, *failure) { return secret{}, nil }
func (noCredential) refused(context.Context, secret) bool       { return false }
func (noCredential) secrets() []secret                          { return nil }

// staticKey is a key without an alternative.
type staticKey struct{ key secret }

func (k staticKey) current(context.Context) (secret, *failure) { return k.key, nil }
func (k staticKey) refused(context.Context, secret) bool       { return false }
func (k staticKey) secrets() []secret                          { return []secret{k.key} }

// keyPair is two keys of which one is used until it is refused, then the other.
// A service that gives its keys anew, one after the other, accepts one of them at
// any time.
type keyPair struct {
	keys [2]secret

	mu   sync.Mutex // guards used
	used int        // index of the key to send
}

func (p *keyPair) current(context.Context) (secret, *failure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys[p.used], nil
}

// refused changes to the other key, unless another call has done so already.
func (p *keyPair) refused(_ context.Context, used secret) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.keys[p.used].reveal() == used.reveal() {
		p.used = 1 - p.used
	}
	return true
}

func (p *keyPair) secrets() []secret { return p.keys[:] }

// newCredential returns the credential of a client. A key that is not set is not
// used.
func newCredential(primary, secondary secret) credential {
	switch {
	case !primary.isSet():
		return noCredential{}
	case !secondary.isSet():
		return staticKey{primary}
	default:
		return &keyPair{keys: [2]secret{primary, secondary}}
	}
}
