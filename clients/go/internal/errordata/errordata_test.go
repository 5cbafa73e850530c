package errordata_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
	"github.com/scoreline/scoreline/clients/go/internal/errordata"
)

// Each field becomes a member; fields that do not apply are omitted, but the empty body of a reply is kept.
func TestOf(t *testing.T) {
	for want, failure := range map[string]*scoring.Error{
		`{"kind":"model","message":"m","attempts":1,"clientRequestId":"c","status":424,"requestId":"r","modelStatus":503,` +
			`"modelReason":"model_not_ready","retryAfterSeconds":1.5,"body":"b"}`: {
			Kind: scoring.KindModel, Message: "m", Status: 424, ModelStatus: 503, ModelReason: "model_not_ready",
			RequestID: "r", ClientRequestID: "c", RetryAfter: 1500 * time.Millisecond, Attempts: 1, Body: "b",
		},
		`{"kind":"service","message":"m","attempts":1,"status":500,"body":""}`: {
			Kind: scoring.KindService, Message: "m", Status: 500, Attempts: 1,
		},
		`{"kind":"configuration","message":"m","attempts":0}`: {Kind: scoring.KindConfiguration, Message: "m"},
	} {
		data, ok := errordata.Of(fmt.Errorf("wrapped: %w", failure))
		if got, err := json.Marshal(data); !ok || err != nil || string(got) != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// An error that does not come from the library is not converted.
func TestOfOtherErrors(t *testing.T) {
	if data, ok := errordata.Of(errors.New("other")); ok {
		t.Errorf("got %+v", data)
	}
}
