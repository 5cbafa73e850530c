// Package oneshot is the door for shells: one call per process, JSON in, JSON
// out.
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

// The exit statuses of the program.
const (
	ExitOK     = 0
	ExitFailed = 1 // the call failed
	ExitUsage  = 2 // bad usage or configuration; nothing was sent
)

// Score sends the JSON of stdin with the configuration of the environment,
// writes the prediction to stdout in one line, or the error to stderr in one
// line of JSON, and returns the exit status.
func Score(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) int {
	input, err := io.ReadAll(stdin)
	if err != nil {
		return Refuse(stderr, "standard input cannot be read: "+err.Error())
	}
	if !utf8.Valid(input) || !json.Valid(input) {
		return Refuse(stderr, "standard input is not one JSON value in UTF-8")
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
	// It has come from a JSON reader, so there is no error to look at.
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

// Refuse reports bad usage to stderr and returns the exit status for it.
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

// report writes the one line of an error.
func report(stderr io.Writer, data errordata.Data) {
	encoder := json.NewEncoder(stderr)
	encoder.SetEscapeHTML(false)
	// There is nowhere left to say that standard error cannot be written.
	_ = encoder.Encode(data)
}
