package session

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// A panic fails only its call, with the code for internal errors.
func TestPanic(t *testing.T) {
	var written strings.Builder
	s := &session{output: &output{writer: &written}}
	s.answer(request{id: []byte("7")}, func() (any, error) { panic("oh") })
	if want := `{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"internal error: oh"}}` + "\n"; written.String() != want {
		t.Errorf("got %s", written.String())
	}
}

// A call that ends after close writes nothing.
func TestLateAnswer(t *testing.T) {
	var written strings.Builder
	o := &output{writer: &written}
	if err := o.close(); err != nil {
		t.Fatal(err)
	}
	if o.send([]byte("7"), empty{}, nil); written.Len() != 0 {
		t.Errorf("got %s", written.String())
	}
}

// A write error is returned by close.
func TestBrokenOutput(t *testing.T) {
	reader, writer := io.Pipe()
	_ = reader.Close()
	o := &output{writer: writer}
	o.send([]byte("7"), empty{}, nil)
	if err := o.close(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}
