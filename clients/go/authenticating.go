package scoring

import (
	"context"
	"net/http"
)

// authenticating adds the credential to each request. If the service refuses it
// with status 401 and there is another, it sends the request once more, at most
// once per call.
type authenticating struct {
	credential credential
	next       exchanger
}

func (a *authenticating) exchange(ctx context.Context, sent *request) (*reply, *failure) {
	for {
		used, failed := a.credential.current(ctx)
		if failed != nil {
			return nil, failed
		}
		authenticated := *sent
		authenticated.authorization = used
		answer, failed := a.next.exchange(ctx, &authenticated)
		// A 401 of the model's own is not about the credential.
		if failed != nil || answer.status != http.StatusUnauthorized || answer.kind() != KindAuthentication {
			return answer, failed
		}
		if sent.call.changed || !a.credential.refused(ctx, used) {
			return answer, nil
		}
		sent.call.changed = true
	}
}
