package scoring

import (
	"crypto/tls"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// Requests use a new transport after the lifetime of connections, so that a busy client follows changes of DNS.
func TestConnectionLifetime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := newPool(time.Second, nil)
		first := pool.transport()
		time.Sleep(connectionLifetime - 1)
		if pool.transport() != first {
			t.Error("the transport was replaced early")
		}
		time.Sleep(time.Nanosecond)
		if pool.transport() == first {
			t.Error("the transport was not replaced")
		}
	})
}

// A program that turns off verification for its own requests does not turn it off for the client.
func TestDefaultTransportIsNotUsed(t *testing.T) {
	shared := http.DefaultTransport.(*http.Transport)
	before := shared.TLSClientConfig
	shared.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	defer func() { shared.TLSClientConfig = before }()
	config := newPool(time.Second, nil).transport().TLSClientConfig
	if config.InsecureSkipVerify || config.MinVersion != tls.VersionTLS12 {
		t.Errorf("got %+v", config)
	}
}
