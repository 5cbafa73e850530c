package session

import (
	"encoding/json"
	"io"
	"sync"
)

// output writes each answer as one line, in a single write.
type output struct {
	writer io.Writer

	mu     sync.Mutex // guards closed, err and writes to writer
	closed bool
	err    error // the first error from writer
}

// send writes one answer. After close it does nothing, so that a call that ends
// while the program exits cannot leave part of a line.
func (o *output) send(id json.RawMessage, result any, failure *fault) {
	line, err := answer(id, result, failure)
	if err != nil {
		line, _ = answer(id, nil, &fault{Code: codeInternal, Message: "internal error: " + err.Error()})
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed || o.err != nil {
		return
	}
	_, o.err = o.writer.Write(line)
}

// close stops further output and returns the first error from writing.
func (o *output) close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	return o.err
}
