package scoring

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
)

// parseAuthorities parses the certificates in a text in PEM, of which there must
// be at least one. Other blocks are ignored. The error has [KindConfiguration].
func parseAuthorities(text string) (*x509.CertPool, *Error) {
	pool, found := x509.NewCertPool(), false
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, misconfigured("the CA certificates contain one that is not valid: %v", err)
		}
		pool.AddCert(certificate)
		found = true
	}
	if !found {
		return nil, misconfigured("the CA certificates contain no certificate in PEM")
	}
	return pool, nil
}

// isUnverified reports whether a transport is an [*http.Transport] that accepts
// any certificate.
func isUnverified(transport http.RoundTripper) bool {
	known, ok := transport.(*http.Transport)
	if !ok || known.TLSClientConfig == nil {
		return false
	}
	return known.TLSClientConfig.InsecureSkipVerify && known.TLSClientConfig.VerifyConnection == nil
}

// tlsProblem returns why TLS failed, or nil if it was not TLS that failed. err is
// the error of the request and handshake that of its handshake, or nil.
//
// A connection that merely breaks during a handshake is not a failure of TLS.
func tlsProblem(err, handshake error) error {
	if unverified, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return unverified.Err
	}
	// An alert can also come after the handshake, at which a service in TLS 1.3 has
	// not yet verified the client's certificate.
	if isAlert(err) {
		return err
	}
	if handshake == nil || isInterruption(handshake) {
		return nil
	}
	return handshake
}

// isAlert reports whether one side ended TLS with an alert.
func isAlert(err error) bool {
	operation, ok := errors.AsType[*net.OpError](err)
	return ok && (operation.Op == "remote error" || operation.Op == "local error")
}

// isInterruption reports whether a handshake ended because its connection or its
// time did.
func isInterruption(err error) bool {
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return !isAlert(err)
	}
	late, ok := errors.AsType[net.Error](err)
	return ok && late.Timeout() || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, context.Canceled)
}
