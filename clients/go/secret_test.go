package scoring_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// Printing a client or an option never shows the key.
func TestPrintedClient(t *testing.T) {
	option := scoring.WithKey(testKey)
	client := newClient(t, "http://localhost/?code=qu3ry", option)
	var logged bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&logged, nil), slog.NewJSONHandler(&logged, nil)} {
		slog.New(handler).Info("client", "client", client, "option", fmt.Sprint(option))
	}
	encoded, err := json.Marshal([]any{client})
	if err != nil {
		t.Fatal(err)
	}
	text := bytes.NewBuffer(append(logged.Bytes(), encoded...))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(text, verb, client)
		fmt.Fprintf(text, verb, struct{ hidden *scoring.Client }{client})
	}
	printed := text.String()
	for _, form := range []string{testKey, fmt.Sprintf("%q", testKey), fmt.Sprintf("%x", testKey), "qu3ry"} {
		if strings.Contains(printed, form) {
			t.Errorf("%s is shown: %s", form, printed)
		}
	}
	if client.String() != "scoring.Client(http://localhost, key=***)" {
		t.Errorf("got %s", client)
	}
}

// A key that the service sends back is masked in every field of the error and in its text.
func TestEchoedKey(t *testing.T) {
	quoted, err := json.Marshal("Bearer " + testKey)
	if err != nil {
		t.Fatal(err)
	}
	for status, body := range map[int]string{
		401: "unknown: " + testKey,
		403: `{"message": ` + string(quoted) + `}`,
		200: `{"message": ` + string(quoted) + `}`,
		404: `{"message": "\u0073\u0033` + strings.ReplaceAll(string(quoted[10:len(quoted)-1]), "/", `\/`) + `"}`,
		500: strings.Repeat("x", 65_530) + testKey, // the key crosses the limit
	} {
		server := startService(t, answering(status, body, "x-ms-request-id", "r "+testKey, "ms-azureml-model-error-reason", testKey))
		err := scoreOne(t.Context(), newClient(t, server.URL, scoring.WithKey(testKey)))
		var failure *scoring.Error
		if !errors.As(err, &failure) {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%+v %v", *failure, failure)
		if strings.Contains(text, "s3cret") || !strings.Contains(text, "***") {
			t.Errorf("%d: got %s", status, text)
		}
		if failure.RequestID != "r ***" || failure.ModelReason != "***" {
			t.Errorf("%d: got %+v", status, failure)
		}
	}
}

// A key that is sent back in a reply that is not HTTP is masked in the error and its causes.
func TestEchoedKeyInCause(t *testing.T) {
	address := startRaw(t, func(conn net.Conn, head []string) { fmt.Fprint(conn, strings.Join(head, " ")+"\r\n\r\n") })
	err := scoreOne(t.Context(), newClient(t, "http://"+address, scoring.WithKey(testKey)))
	failureOf(t, err, scoring.KindConnection)
	for ; err != nil; err = errors.Unwrap(err) {
		if text := fmt.Sprintf("%v %#v", err, err); strings.Contains(text, "s3cret") {
			t.Errorf("got %s", text)
		}
	}
}

// The log contains one record per call, without the key or a body.
func TestLog(t *testing.T) {
	var logged bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	server := startService(t, answering(401, testKey+" body"))
	_ = scoreOne(t.Context(), newClient(t, server.URL+"/path", scoring.WithKey(testKey), scoring.WithLogger(logger)))
	line := logged.String()
	for _, want := range []string{
		"level=DEBUG", "status=401", "kind=authentication", "endpoint=" + server.URL + " ",
		"clientRequestId=" + server.last(t).Header.Get("X-Ms-Client-Request-Id"),
	} {
		if !strings.Contains(line, want) {
			t.Errorf("%s is missing: %s", want, line)
		}
	}
	if strings.Count(line, "\n") != 1 || strings.Contains(line, "s3cret") || strings.Contains(line, "body") {
		t.Errorf("got %s", line)
	}
}
