package scoring

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/scoreline/scoreline/clients/go/internal/seconds"
)

// retryAfter returns how long a reply asks to wait: the first of its headers
// that holds a positive finite value, or 0 if none does. An HTTP date is
// counted from now.
func retryAfter(header http.Header, now time.Time) time.Duration {
	for _, name := range []string{"Retry-After-Ms", "X-Ms-Retry-After-Ms"} {
		if milliseconds, ok := positiveNumber(header.Get(name)); ok {
			return seconds.Duration(milliseconds / 1000)
		}
	}
	value := header.Get("Retry-After")
	if wait, ok := positiveNumber(value); ok {
		return seconds.Duration(wait)
	}
	if date, err := http.ParseTime(value); err == nil && date.After(now) {
		return date.Sub(now)
	}
	return 0
}

// positiveNumber reads a decimal number and tells whether it is one that is
// finite and greater than zero.
func positiveNumber(text string) (float64, bool) {
	// ParseFloat alone would also read hexadecimal floats and words such as "inf".
	if strings.Trim(text, "0123456789.eE+-") != "" {
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	return number, err == nil && number > 0 && !math.IsInf(number, 0)
}
