package scoring_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	scoring "github.com/scoreline/scoreline/clients/go"
)

// zipped returns data as gzip.
func zipped(data []byte) string {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write(data)
	_ = writer.Close()
	return packed.String()
}

// A reply up to the limit is read; a larger one is an error that keeps its first 65,536 bytes, whether its length is announced or not.
func TestReplyLimit(t *testing.T) {
	const limit = 100_000
	for length, large := range map[int]bool{limit: false, limit + 1: true, 10 * limit: true} {
		body := "[" + strings.Repeat(" ", length-3) + "1]"
		for status, kind := range map[int]scoring.Kind{200: scoring.KindResponseFormat, 500: scoring.KindService} {
			for _, headers := range [][]string{nil, {"Content-Length", strconv.Itoa(length)}} {
				server := startService(t, answering(status, body, headers...))
				err := scoreOne(t.Context(), newClient(t, server.URL, scoring.WithReplyLimit(limit)))
				if status == 200 && !large {
					if err != nil {
						t.Errorf("%d bytes: %v", length, err)
					}
					continue
				}
				if failure := failureOf(t, err, kind); failure.Body != body[:65_536] || failure.Status != status {
					t.Errorf("%d, %d bytes: got %d bytes", status, length, len(failure.Body))
				}
				if length > 2*limit {
					server.awaitClosed(t) // and not drained
				}
			}
		}
	}
}

// An error shows no more than the limit if that is smaller.
func TestSmallReplyLimit(t *testing.T) {
	server := startService(t, answering(200, strings.Repeat("1", 5000)))
	client := newClient(t, server.URL, scoring.WithReplyLimit(10), scoring.WithKey(testKey))
	failure := failureOf(t, scoreOne(t.Context(), client), scoring.KindResponseFormat)
	if failure.Body != "1111111111" || failure.Message != "the reply is larger than 10 bytes" {
		t.Errorf("got %q, %s", failure.Body, failure.Message)
	}
}

// Of a reply that announces more than the limit, no more is waited for than an error shows.
func TestAnnouncedReply(t *testing.T) {
	address := startRaw(t, func(conn net.Conn, _ []string) {
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"+strings.Repeat("1", 70_000))
		_, _ = io.Copy(io.Discard, conn)
	})
	failure := failureOf(t, scoreOne(t.Context(), newClient(t, "http://"+address)), scoring.KindResponseFormat)
	if len(failure.Body) != 65_536 {
		t.Errorf("got %d bytes", len(failure.Body))
	}
}

// What a reply is decompressed to is limited too.
func TestDecompressedLimit(t *testing.T) {
	for length, large := range map[int]bool{1 << 18: false, 1<<18 + 1: true, 1 << 22: true} {
		packed := zipped([]byte("[" + strings.Repeat(" ", length-3) + "1]"))
		for status, kind := range map[int]scoring.Kind{200: scoring.KindResponseFormat, 500: scoring.KindService} {
			server := startService(t, answering(status, packed, "Content-Encoding", "gzip"))
			err := scoreOne(t.Context(), newClient(t, server.URL, scoring.WithReplyLimit(1<<18)))
			if status == 200 && !large {
				if err != nil {
					t.Errorf("%d bytes: %v", length, err)
				}
				continue
			}
			if failure := failureOf(t, err, kind); failure.Body != "["+strings.Repeat(" ", 65_535) {
				t.Errorf("%d, %d bytes: got %.10q", status, length, failure.Body)
			}
		}
	}
}
