package scoring

import (
	"crypto/tls"
	"net"
	"sync/atomic"
)

// guardedConn is a connection that tells a reply from bytes that a service sent
// without being asked. net/http closes an idle connection on which something
// arrives, but if a call takes the connection before net/http has looked, those
// bytes would be its reply.
//
// A reply to a request is read after the request was begun to be written. What
// cannot be told from a reply are bytes that arrive in the moment between that
// and the reply; HTTP/1.1 has nothing that would tell whose they are.
type guardedConn struct {
	net.Conn

	state atomic.Int32
}

// The states of a guardedConn.
const (
	stateIdle     int32 = iota // nothing of the request was written
	stateWritten               // something was written
	stateAnswered              // something was read after that
)

// begin is called before a request is written.
func (c *guardedConn) begin() { c.state.Store(stateIdle) }

// wrote reports whether anything was written since begin.
func (c *guardedConn) wrote() bool { return c.state.Load() != stateIdle }

// answered reports whether anything was read after something was written.
func (c *guardedConn) answered() bool { return c.state.Load() == stateAnswered }

func (c *guardedConn) Write(p []byte) (int, error) {
	c.state.CompareAndSwap(stateIdle, stateWritten)
	return c.Conn.Write(p)
}

func (c *guardedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.state.CompareAndSwap(stateWritten, stateAnswered)
	}
	return n, err
}

// guardOf returns the guard of a connection of net/http, or nil if it has none or
// needs none: HTTP/2 numbers requests and replies.
func guardOf(conn net.Conn) *guardedConn {
	if secure, ok := conn.(*tls.Conn); ok && secure.ConnectionState().NegotiatedProtocol == "h2" {
		return nil
	}
	for {
		secure, ok := conn.(*tls.Conn) // twice to an https service behind an https proxy
		if !ok {
			guard, _ := conn.(*guardedConn)
			return guard
		}
		conn = secure.NetConn()
	}
}
