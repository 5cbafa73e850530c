package scoring

import (
	"io"
	"net"
	"testing"
)

// Bytes answer a request only if they were read after something of it was written.
func TestGuardedConn(t *testing.T) {
	ours, theirs := net.Pipe()
	defer ours.Close()
	defer theirs.Close()
	conn := &guardedConn{Conn: ours}
	receive := func() {
		t.Helper()
		go func() { _, _ = theirs.Write([]byte("x")) }()
		if _, err := io.ReadFull(conn, make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(wrote, answered bool) {
		t.Helper()
		if conn.wrote() != wrote || conn.answered() != answered {
			t.Errorf("got wrote=%v, answered=%v", conn.wrote(), conn.answered())
		}
	}
	conn.begin()
	receive()
	check(false, false)
	go func() { _, _ = theirs.Read(make([]byte, 1)) }()
	if _, err := conn.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	check(true, false)
	receive()
	check(true, true)
	conn.begin()
	check(false, false)
}
