package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// asProgram is the environment variable that makes the test binary run as the program.
const asProgram = "AZUREML_SCORING_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// An unknown mode, no mode, or an extra argument is status 2 with one line of JSON on standard error.
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

// The argument selects the mode: score reads JSON, session reads messages.
func TestModes(t *testing.T) {
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

// If standard output is a closed pipe, the program reports an error and is not killed by a signal.
func TestClosedPipe(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[1]") }))
	defer server.Close()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	reader, stdout, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdout.Close()
	_ = reader.Close()

	var stderr strings.Builder
	command := exec.CommandContext(t.Context(), program, "score")
	command.Env = append(os.Environ(), asProgram+"=1", "AZUREML_SCORING_URI="+server.URL)
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader("{}"), stdout, &stderr
	var exit *exec.ExitError
	if err := command.Run(); !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(stderr.String(), `"kind":"connection"`) {
		t.Errorf("got %v, %q", err, stderr.String())
	}
}
