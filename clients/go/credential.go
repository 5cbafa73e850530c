package scoring

import "context"

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

// newCredential returns the credential of a client. A key that is not set is not
// used.
func newCredential(key secret) credential {
	if !key.isSet() {
		return noCredential{}
	}
	return staticKey{key}
}
