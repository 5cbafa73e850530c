package scoring

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// certificate returns a self-signed certificate for 127.0.0.1 that is valid until end, and its PEM.
func certificate(t *testing.T, end time.Time) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "test"},
		NotBefore:             end.Add(-24 * time.Hour),
		NotAfter:              end,
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(text)
}

// startTLS starts a service over TLS and returns its address and the number of its requests.
func startTLS(t *testing.T, config *tls.Config) (address string, requests *atomic.Int32) {
	t.Helper()
	requests = new(atomic.Int32)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		_, _ = io.WriteString(w, "[1]")
	}))
	server.TLS = config
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), requests
}

// A service whose certificate is not to be trusted, or that speaks TLS below 1.2, is sent nothing, with one attempt and a message that names TLS.
func TestRefusedService(t *testing.T) {
	good, trusted := certificate(t, time.Now().Add(time.Hour))
	expired, old := certificate(t, time.Now().Add(-time.Hour))
	for name, test := range map[string]struct {
		config  *tls.Config
		options []Option
		host    string
	}{
		"unknown authority": {&tls.Config{Certificates: []tls.Certificate{good}}, nil, "127.0.0.1"},
		"another authority": {&tls.Config{Certificates: []tls.Certificate{good}}, []Option{WithCACertificates(old)}, "127.0.0.1"},
		"expired":           {&tls.Config{Certificates: []tls.Certificate{expired}}, []Option{WithCACertificates(old)}, "127.0.0.1"},
		"wrong host":        {&tls.Config{Certificates: []tls.Certificate{good}}, []Option{WithCACertificates(trusted)}, "localhost"},
		"old version": {
			&tls.Config{Certificates: []tls.Certificate{good}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
			[]Option{WithCACertificates(trusted)},
			"127.0.0.1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			address, requests := startTLS(t, test.config)
			_, port, _ := net.SplitHostPort(address)
			client, err := NewClient("https://"+net.JoinHostPort(test.host, port), append(test.options, environment())...)
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			_, err = client.Score(t.Context(), nil)
			failed, _ := errors.AsType[*Error](err)
			if failed == nil || failed.Kind != KindConnection || failed.Attempts != 1 || !strings.HasPrefix(failed.Message, "TLS: ") || requests.Load() != 0 {
				t.Errorf("got %+v, %d requests", failed, requests.Load())
			}
		})
	}
}

// The given authorities are trusted, from an option or a file, and HTTP/2 is used if offered.
func TestTrustedService(t *testing.T) {
	good, trusted := certificate(t, time.Now().Add(time.Hour))
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, []byte("the service's\n"+trusted), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, protocols := range [][]string{{"http/1.1"}, {"h2", "http/1.1"}} {
		address, requests := startTLS(t, &tls.Config{Certificates: []tls.Certificate{good}, NextProtos: protocols})
		for _, options := range [][]Option{
			{environment(), WithCACertificates(trusted)},
			{environment("AZUREML_SCORING_CA_FILE", file)},
			{environment("AZUREML_SCORING_CA_FILE", "/does/not/exist"), WithCACertificates(trusted)},
		} {
			client, err := NewClient("https://"+address, options...)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := client.Score(t.Context(), nil); err != nil {
				t.Error(err)
			}
			_ = client.Close()
		}
		if requests.Load() != 3 {
			t.Errorf("got %d requests", requests.Load())
		}
	}
}

// Text without a certificate, and a file that cannot be read, are configuration errors.
func TestBadAuthorities(t *testing.T) {
	_, good := certificate(t, time.Now())
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, options := range [][]Option{
		{environment(), WithCACertificates("")},
		{environment(), WithCACertificates("not PEM")},
		{environment(), WithCACertificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")},
		{environment(), WithCACertificates(strings.ReplaceAll(good, "CERTIFICATE", "PUBLIC KEY"))},
		{environment("AZUREML_SCORING_CA_FILE", empty)},
		{environment("AZUREML_SCORING_CA_FILE", empty+".none")},
	} {
		if _, err := configure("https://host/", options); err == nil || err.Kind != KindConfiguration {
			t.Errorf("got %v", err)
		}
	}
}

// What TLS refuses stays refused; a handshake that is cut off is a broken connection, which may pass.
func TestHandshake(t *testing.T) {
	for answer, final := range map[string]bool{"": false, "reset": false, "\x16\x03": false, "HTTP/1.1 400 no\r\n\r\n": true, "\x15\x03\x03\x00\x02\x02\x28": true} {
		listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		go func() {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 1<<16))
			if answer == "reset" {
				_ = conn.(*net.TCPConn).SetLinger(0)
			} else {
				_, _ = io.WriteString(conn, answer)
			}
			_ = conn.Close()
		}()
		target, failure := parseScoringURI("https://" + listener.Addr().String())
		if failure != nil {
			t.Fatal(failure)
		}
		begun := &call{limits: callLimits{attemptTimeout: time.Minute}}
		layer := &httpExchanger{newPool(time.Minute, nil), time.Minute, 1, "test"}
		_, failed := layer.exchange(t.Context(), &request{call: begun, method: http.MethodPost, target: target})
		if failed == nil || failed.kind != KindConnection || failed.final != final || strings.HasPrefix(failed.message, "TLS: ") != final {
			t.Errorf("%q: got %+v", answer, failed)
		}
	}
}
