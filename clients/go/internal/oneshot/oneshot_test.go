package oneshot_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/scoreline/scoreline/clients/go/internal/oneshot"
)

// outcome is the exit status and the output of one run.
type outcome struct {
	status int
	stdout string
	stderr string
}

// score runs the one-shot mode against a service that replies with the given
// status and body. It returns the outcome, and for each request the Authorization
// header and the body.
func score(t *testing.T, input string, status int, body string) (result outcome, sent []string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request, _ := io.ReadAll(r.Body)
		sent = append(sent, r.Header.Get("Authorization")+" "+string(request))
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	t.Setenv("AZUREML_SCORING_URI", server.URL)
	t.Setenv("AZUREML_SCORING_KEY", "s3cret")
	t.Setenv("AZUREML_SCORING_RETRIES", "0")
	var stdout, stderr strings.Builder
	result.status = oneshot.Score(t.Context(), strings.NewReader(input), &stdout, &stderr)
	result.stdout, result.stderr = stdout.String(), stderr.String()
	return result, sent
}

// checkErrorLine checks that text is one line of JSON with the given error kind.
func checkErrorLine(t *testing.T, text, kind string) {
	t.Helper()
	var data struct{ Kind string }
	if err := json.Unmarshal([]byte(text), &data); err != nil || data.Kind != kind || strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") {
		t.Errorf("got %q, want one line of kind %s", text, kind)
	}
}

// Input is sent verbatim, and the prediction is written to standard output in one line with all its digits.
func TestPrediction(t *testing.T) {
	result, sent := score(t, `{"data": [[1.0, -0.0]]}`, 200, "{\"a\": [1.0,\n -0.0, \"<\"]}\n")
	if want := (outcome{0, "{\"a\":[1.0,-0.0,\"<\"]}\n", ""}); result != want {
		t.Errorf("got %+v", result)
	}
	if len(sent) != 1 || sent[0] != `Bearer s3cret {"data": [[1.0, -0.0]]}` {
		t.Errorf("sent %q", sent)
	}
}

// An error status or a reply without a prediction is exit status 1 with one line on standard error and no other output.
func TestFailedCall(t *testing.T) {
	for kind, answer := range map[string]struct {
		status int
		body   string
	}{
		"authentication":  {401, `{"message": "no s3cret\nhere"}`},
		"response-format": {200, "null"},
	} {
		result, _ := score(t, "{}", answer.status, answer.body)
		if result.status != 1 || result.stdout != "" || strings.Contains(result.stderr, "s3cret") {
			t.Errorf("got %+v", result)
		}
		checkErrorLine(t, result.stderr, kind)
	}
}

// Input that is not a single JSON value in UTF-8 is exit status 2, and nothing is sent.
func TestBadInput(t *testing.T) {
	for _, input := range []string{"", "\n", "[NaN]", "{", "{} {}", "\"\xff\"", "'a'"} {
		result, sent := score(t, input, 200, "[1]")
		if result.status != 2 || result.stdout != "" || len(sent) != 0 {
			t.Errorf("%q: got %+v, sent %q", input, result, sent)
		}
		checkErrorLine(t, result.stderr, "configuration")
	}
}

// Input that cannot be read is exit status 2.
func TestUnreadableInput(t *testing.T) {
	var stdout, stderr strings.Builder
	if status := oneshot.Score(t.Context(), iotest.ErrReader(errors.New("gone")), &stdout, &stderr); status != 2 || stdout.Len() != 0 {
		t.Errorf("got %d, %q", status, stdout.String())
	}
	checkErrorLine(t, stderr.String(), "configuration")
}

// An invalid configuration is exit status 2.
func TestBadConfiguration(t *testing.T) {
	t.Setenv("AZUREML_SCORING_URI", "ftp://host/")
	var stdout, stderr strings.Builder
	if status := oneshot.Score(t.Context(), strings.NewReader("{}"), &stdout, &stderr); status != 2 || stdout.Len() != 0 {
		t.Errorf("got %d, %q", status, stdout.String())
	}
	checkErrorLine(t, stderr.String(), "configuration")
}

// A prediction that cannot be written is exit status 1 and a connection error.
func TestBrokenOutput(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[1]") }))
	defer server.Close()
	t.Setenv("AZUREML_SCORING_URI", server.URL)
	reader, stdout := io.Pipe()
	_ = reader.Close()
	var stderr strings.Builder
	if status := oneshot.Score(t.Context(), strings.NewReader("{}"), stdout, &stderr); status != 1 {
		t.Errorf("got %d", status)
	}
	checkErrorLine(t, stderr.String(), "connection")
}
