package session

import (
	"encoding/json"
	"io"
	"sync"
)

// output writes answers, each line whole and in one write.
type output struct {
	writer io.Writer

	mu     sync.Mutex // guards what follows, and the order of the lines
	closed bool
	err    error // the first that writing gave
}

// send writes one answer. After close it does nothing: a call that ends while
// the program does must not leave half a line.
func (o *output) send(id json.RawMessage, result any, failure *fault) {
	line, err := answer(id, result, failure)
	if err != nil {
		line, _ = answer(id, nil, &fault{Code: codeInternal, Message: "unexpected: " + err.Error()})
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed || o.err != nil {
		return
	}
	_, o.err = o.writer.Write(line)
}

// close ends the output and returns the first error that writing gave.
func (o *output) close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	return o.err
}
