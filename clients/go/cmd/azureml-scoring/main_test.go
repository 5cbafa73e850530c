package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// An unknown verb, none or one too many is status 2 with one line of JSON.
func TestUsage(t *testing.T) {
	for _, arguments := range [][]string{nil, {""}, {"Score"}, {"--help"}, {"score", "x"}, {"session", "x"}} {
		var stdout, stderr strings.Builder
		status := run(arguments, strings.NewReader("{}"), &stdout, &stderr)
		var data struct{ Kind string }
		err := json.Unmarshal([]byte(stderr.String()), &data)
		if status != 2 || stdout.Len() != 0 || err != nil || data.Kind != "configuration" || strings.Count(stderr.String(), "\n") != 1 {
			t.Errorf("%q: got %d, %q, %q", arguments, status, stdout.String(), stderr.String())
		}
	}
}

// The verbs open the doors: score reads JSON, session reads messages.
func TestVerbs(t *testing.T) {
	t.Setenv("AZUREML_SCORING_URI", "")
	var stdout, stderr strings.Builder
	if status := run([]string{"score"}, strings.NewReader("{}"), &stdout, &stderr); status != 2 || !strings.Contains(stderr.String(), "AZUREML_SCORING_URI") {
		t.Errorf("score: got %d, %q", status, stderr.String())
	}
	stderr.Reset()
	shutdown := `{"jsonrpc":"2.0","id":1,"method":"shutdown"}`
	if status := run([]string{"session"}, strings.NewReader(shutdown), &stdout, &stderr); status != 0 || stderr.Len() != 0 {
		t.Errorf("session: got %d, %q", status, stderr.String())
	}
	if want := `{"jsonrpc":"2.0","id":1,"result":{}}` + "\n"; stdout.String() != want {
		t.Errorf("session: got %q", stdout.String())
	}
}
