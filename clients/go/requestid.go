package scoring

import (
	"crypto/rand"
	"encoding/hex"
)

// newRequestID returns a new random GUID (RFC 9562, version 4) in lower case.
func newRequestID() string {
	var random [16]byte
	// Read never returns an error: it crashes the program instead.
	_, _ = rand.Read(random[:])
	random[6] = random[6]&0x0f | 0x40
	random[8] = random[8]&0x3f | 0x80

	text := make([]byte, 0, 36)
	for i, part := range [][]byte{random[:4], random[4:6], random[6:8], random[8:10], random[10:]} {
		if i > 0 {
			text = append(text, '-')
		}
		text = hex.AppendEncode(text, part)
	}
	return string(text)
}
