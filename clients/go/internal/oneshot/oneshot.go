// Package oneshot implements the one-shot mode of the program: one call per
// process, with JSON on standard input and standard output.
package oneshot

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"unicode/utf8"

	scoring "github.com/scoreline/scoreline/clients/go"
	"github.com/scoreline/scoreline/clients/go/internal/errordata"
)

// Exit statuses of the program.
const (
	ExitOK     = 0
	ExitFailed = 1 // the call failed, or the prediction could not be written
	ExitUsage  = 2 // bad usage, input or configuration; nothing was sent
)

// Score sends the JSON from stdin, with the configuration from environment
// variables. It writes the prediction to stdout in one line, or the error to
// stderr in one line of JSON, and returns the exit status.
func Score(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) int {
	input, err := io.ReadAll(stdin)
	if err != nil {
		return Refuse(stderr, "standard input cannot be read: "+err.Error())
	}
	if !utf8.Valid(input) || !json.Valid(input) {
		return Refuse(stderr, "standard input is not JSON")
	}
	client, err := scoring.NewClient("")
	if err != nil {
		return fail(stderr, err)
	}
	defer client.Close()

	prediction, err := client.ScorePayload(ctx, json.RawMessage(input))
	if err != nil {
		return fail(stderr, err)
	}
	var line bytes.Buffer
	// The library returns only valid JSON, so Compact cannot fail.
	_ = json.Compact(&line, prediction)
	line.WriteByte('\n')
	if _, err := stdout.Write(line.Bytes()); err != nil {
		report(stderr, errordata.Data{
			Kind:     scoring.KindConnection,
			Message:  "the prediction cannot be written to standard output: " + err.Error(),
			Attempts: 1,
		})
		return ExitFailed
	}
	return ExitOK
}

// Refuse reports bad usage or input to stderr and returns the exit status for it.
func Refuse(stderr io.Writer, message string) int {
	report(stderr, errordata.Configuration(message))
	return ExitUsage
}

// fail reports an error of the library and returns the exit status for it.
func fail(stderr io.Writer, err error) int {
	data, _ := errordata.Of(err)
	report(stderr, data)
	if data.Kind == scoring.KindConfiguration {
		return ExitUsage
	}
	return ExitFailed
}

// report writes data to stderr in one line.
func report(stderr io.Writer, data errordata.Data) {
	encoder := json.NewEncoder(stderr)
	encoder.SetEscapeHTML(false)
	// If writing to standard error fails, there is no other way to report it.
	_ = encoder.Encode(data) //nolint:errchkjson // its numbers are finite
}
