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
	answers := make([]*reply, len(codes))
	for i, code := range codes {
		answers[i] = &reply{status: code, header: http.Header{}}
	}
	return answers
}

// Without an alternative, a credential that is refused is sent once.
func TestOneKey(t *testing.T) {
	for want, key := range map[string]secret{"": {}, "first": newSecret("first")} {
		next := &fakeExchanger{answers: statuses(401)}
		layer := &authenticating{newCredential(key, secret{}), next}
		answer, failed := layer.exchange(t.Context(), &request{call: &call{}})
		if failed != nil || answer.status != 401 || !slices.Equal(next.keys, []string{want}) {
			t.Errorf("got %v, %v, %q", answer, failed, next.keys)
		}
	}
}

// A key that is refused is replaced by the other one once per call, and from then on by all calls; status 403 changes nothing.
func TestTwoKeys(t *testing.T) {
	credential := newCredential(newSecret("first"), newSecret("second"))
	for _, test := range []struct {
		statuses []int
		keys     []string
		status   int
	}{
		{[]int{403}, []string{"first"}, 403},
		{[]int{401, 200}, []string{"first", "second"}, 200},
		{[]int{200}, []string{"second"}, 200},
		{[]int{401, 401}, []string{"second", "first"}, 401},
		{[]int{200}, []string{"first"}, 200},
	} {
		next := &fakeExchanger{answers: statuses(test.statuses...)}
		layer := &authenticating{credential, next}
		answer, failed := layer.exchange(t.Context(), &request{call: &call{}})
		if failed != nil || answer.status != test.status || !slices.Equal(next.keys, test.keys) {
			t.Errorf("%+v: got %v, %v, %q", test, answer, failed, next.keys)
		}
	}
}

// A key that another call has replaced in the meantime is not changed back, and a later attempt of the same call does not change it again.
func TestTwoKeysAtOnce(t *testing.T) {
	credential := newCredential(newSecret("first"), newSecret("second"))
	late, _ := credential.current(t.Context())
	for range 2 {
		if !credential.refused(t.Context(), late) {
			t.Error("there is no other key")
		}
	}
	if now, _ := credential.current(t.Context()); now.reveal() != "second" {
		t.Errorf("got %s", now.reveal())
	}
	next := &fakeExchanger{answers: statuses(401, 503, 401)}
	layer := &authenticating{credential, next}
	call := &call{}
	for _, want := range []int{503, 401} {
		if answer, _ := layer.exchange(t.Context(), &request{call: call}); answer.status != want {
			t.Errorf("got %d, want %d", answer.status, want)
		}
	}
	if !slices.Equal(next.keys, []string{"second", "first", "first"}) {
		t.Errorf("got %q", next.keys)
	}
}

// A 401 that the model itself returned says nothing about the key.
func TestModelsOwn401(t *testing.T) {
	answers := statuses(401)
	answers[0].header.Set("X-Ms-Run-Function-Failed", "True")
	next := &fakeExchanger{answers: answers}
	layer := &authenticating{newCredential(newSecret("first"), newSecret("second")), next}
	if _, failed := layer.exchange(t.Context(), &request{call: &call{}}); failed != nil || len(next.keys) != 1 {
		t.Errorf("got %v, %q", failed, next.keys)
	}
}
