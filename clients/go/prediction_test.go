package scoring_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// Any 2xx reply that contains an array of finite numbers is a prediction, whatever its content type.
func TestNumbers(t *testing.T) {
	for body, want := range map[string][]float64{
		"[217.67978776218715, 224.78937091757172]": {217.67978776218715, 224.78937091757172},
		" [1e2,\n-0.5] \n":                         {100, -0.5},
		"[]":                                       {},
		"[1e-400]":                                 {0},
	} {
		server := startService(t, answering(201, body, "Content-Type", "text/html; charset=utf-16"))
		got, err := newClient(t, server.URL).Score(t.Context(), nil)
		if err != nil || got == nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v", body, got, err)
		}
	}
}

// invalidJSON are bodies that are not JSON and therefore never a prediction.
var invalidJSON = []string{
	"", " ", "<html>busy</html>", "[1", "[1,]", "[1] [2]", "[1]x", "[NaN]", "[Infinity]", "[-Infinity]", "[01]", "nul", "\xff", "[\"\xff\"]",
}

// For rows, a reply that is not an array of finite numbers is a response-format error that contains the reply.
func TestNotNumbers(t *testing.T) {
	for _, body := range append(invalidJSON,
		"null", "{}", "true", "1", `"[1.0]"`, "[null]", "[true]", `["1"]`, "[[1]]", `{"predictions":[1]}`, "[1e999]", "[1,-1e400]",
	) {
		server := startService(t, answering(200, body, "x-ms-request-id", "r-1"))
		got, err := newClient(t, server.URL).Score(t.Context(), nil)
		failure := failureOf(t, err, scoring.KindResponseFormat)
		if got != nil || failure.Status != 200 || failure.Body != strings.ToValidUTF8(body, "\uFFFD") || failure.RequestID != "r-1" || failure.Attempts != 1 {
			t.Errorf("%q: got %v, %+v", body, got, failure)
		}
		if failure.Message == "" || len(body) > 3 && strings.Contains(failure.Message, body) {
			t.Errorf("%q: got message %q", body, failure.Message)
		}
	}
}

// For a payload, the JSON of the reply is returned unchanged, including every digit.
func TestPredictionOfPayload(t *testing.T) {
	for _, body := range []string{
		`[1.0, -0.0, 12345678901234567890123]`, `{"Results": ["a", null]}`, `true`, `3`, `[]`, `[{}]`, `["1e999 \" 1e999"]`,
	} {
		server := startService(t, answering(200, " "+body+"\n"))
		got, err := newClient(t, server.URL).ScorePayload(t.Context(), nil)
		if err != nil || string(got) != body {
			t.Errorf("%s: got %s, %v", body, got, err)
		}
	}
}

// For a payload, a reply that is not a prediction is a response-format error.
func TestNoPredictionOfPayload(t *testing.T) {
	for _, body := range append(invalidJSON,
		"null", " {\n} ", `"[1.0, 2.0]"`, `""`, `"Expecting ',' delimiter"`, "1e999", `{"a": [-1e400]}`, `["\"", 1e999]`, strings.Repeat("9", 400),
	) {
		server := startService(t, answering(200, body))
		_, err := newClient(t, server.URL).ScorePayload(t.Context(), nil)
		if failure := failureOf(t, err, scoring.KindResponseFormat); failure.Status != 200 {
			t.Errorf("%q: got %+v", body, failure)
		}
	}
}

// The message of a JSON body takes precedence over the library's message, even if the status is 200.
func TestMessageOfUnusableReply(t *testing.T) {
	server := startService(t, answering(200, `{"message":"no model"}`))
	if failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), scoring.KindResponseFormat); failure.Message != "no model" {
		t.Errorf("got %q", failure.Message)
	}
}

// Score decodes a reply into the caller's type; a reply that does not fit is a response-format error.
func TestTyped(t *testing.T) {
	type results struct {
		Results []float64
		ID      json.Number
	}
	server := startService(t, answering(200, `{"Results":[1.5,2],"ID":12345678901234567890123}`))
	client := newClient(t, server.URL)
	got, err := scoring.ScoreAs[results](t.Context(), client, map[string]any{"Inputs": 1})
	if err != nil || !slices.Equal(got.Results, []float64{1.5, 2}) || got.ID != "12345678901234567890123" {
		t.Errorf("got %v, %v", got, err)
	}
	_, err = scoring.ScoreAs[[]string](t.Context(), client, nil)
	if failure := failureOf(t, err, scoring.KindResponseFormat); failure.Body == "" {
		t.Errorf("got %+v", failure)
	}
}

// A gzip reply is decompressed. Invalid gzip is a response-format error, or the error of a non-2xx status; the body is kept as received.
func TestGzip(t *testing.T) {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write([]byte("[1.5]"))
	_ = writer.Close()
	whole := packed.String()
	server := startService(t, answering(200, whole, "Content-Encoding", "GZip"))
	if got, err := newClient(t, server.URL).Score(t.Context(), nil); err != nil || !slices.Equal(got, []float64{1.5}) {
		t.Errorf("got %v, %v", got, err)
	}
	for status, kind := range map[int]scoring.Kind{200: scoring.KindResponseFormat, 503: scoring.KindService} {
		for _, body := range []string{"no gzip", "[1.5] and no gzip", whole[:len(whole)-1], whole + "more", strings.Replace(whole, "\x05", "\x06", 1)} {
			server := startService(t, answering(status, body, "Content-Encoding", "gzip"))
			failure := failureOf(t, scoreOne(t.Context(), newClient(t, server.URL)), kind)
			if failure.Status != status || strings.ContainsAny(failure.Body, "ng") != strings.ContainsAny(body, "ng") || failure.Body == "[1.5]" {
				t.Errorf("%q: got %+v", body, failure)
			}
		}
	}
}
