package scoring

import (
	"context"
	"net/http"
	"slices"
	"testing"
)

// fakeExchanger answers with a script and records the credentials it was sent.
type fakeExchanger struct {
	answers []*reply   // one per attempt
	broken  []*failure // used instead of answers where not nil
	keys    []string
}

func (f *fakeExchanger) exchange(_ context.Context, sent *request) (*reply, *failure) {
	attempt := sent.call.sent
	sent.call.sent++
	key := ""
	if sent.authorization.isSet() {
		key = sent.authorization.reveal()
	}
	f.keys = append(f.keys, key)
	if attempt < len(f.broken) && f.broken[attempt] != nil {
		return nil, f.broken[attempt]
	}
	return f.answers[min(attempt, len(f.answers)-1)], nil
}

// statuses returns replies with the given statuses.
func statuses(codes ...int) []*reply {
	var answers []*reply
	for _, code := range codes {
		answers = append(answers, &reply{status: code, header: http.Header{}})
	}
	return answers
}

// Without an alternative, a credential that is refused is sent once.
func TestOneKey(t *testing.T) {
	for want, key := range map[string]secret{"": {}, "first": newSecret("first")} {
		next := &fakeExchanger{answers: statuses(401)}
		layer := &authenticating{newCredential(key), next}
		answer, failed := layer.exchange(t.Context(), &request{call: &call{}})
		if failed != nil || answer.status != 401 || !slices.Equal(next.keys, []string{want}) {
			t.Errorf("got %v, %v, %q", answer, failed, next.keys)
		}
	}
}
