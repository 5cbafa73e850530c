package scoring

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
)

// The path is sent verbatim: to an HTTP proxy as part of the absolute URI, through a tunnel as the path alone.
func TestTargetThroughProxy(t *testing.T) {
	for uri, want := range map[string]string{
		"http://host/a%7E//b?q":   "POST http://host/a%7E//b?q HTTP/1.1",
		"http://host:81/(a)!b?q":  "POST http://host:81/(a)!b?q HTTP/1.1",
		"http://host?q":           "POST http://host/?q HTTP/1.1",
		"http://host//a":          "POST http://host//a HTTP/1.1",
		"https://host:444/(a)!b?": "POST /(a)!b? HTTP/1.1",
	} {
		target, failure := parseScoringURI(uri)
		if failure != nil {
			t.Fatal(failure)
		}
		request := &http.Request{Method: http.MethodPost, URL: target}
		var written strings.Builder
		write := request.WriteProxy
		if target.Scheme == "https" {
			write = request.Write // as through a proxy's tunnel
		}
		if err := write(&written); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(strings.NewReader(written.String())).ReadString('\r'); err != nil || line != want+"\r" {
			t.Errorf("got %q, want %q", line, want)
		}
	}
}
