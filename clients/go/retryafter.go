package scoring

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/scoreline/scoreline/clients/go/internal/seconds"
)

// retryAfter returns how long a reply asks to wait, from the first header with a
// positive finite value, or 0 if there is none. Retry-After may also be an HTTP
// date after now, in one of the three formats of RFC 9110, section 5.6.7.
func retryAfter(header http.Header, now time.Time) time.Duration {
	for _, name := range []string{"Retry-After-Ms", "X-Ms-Retry-After-Ms"} {
		if milliseconds, ok := positiveNumber(header.Get(name)); ok && milliseconds/1000 > 0 {
			return seconds.Duration(milliseconds / 1000)
		}
	}
	value := header.Get("Retry-After")
	if wait, ok := positiveNumber(value); ok {
		return seconds.Duration(wait)
	}
	for _, form := range []string{
		http.TimeFormat, "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC, "Mon Jan 02 15:04:05 2006",
	} {
		// Parse is lenient: it accepts a wrong weekday, or a day without its leading
		// zero. Formatting the date again detects that.
		if date, err := time.Parse(form, value); err == nil && date.Format(form) == value && date.After(now) {
			return date.Sub(now)
		}
	}
	return 0
}

// positiveNumber parses a decimal number and reports whether it is finite and
// greater than zero.
func positiveNumber(text string) (float64, bool) {
	// ParseFloat also accepts hexadecimal floats and names such as "inf".
	if strings.Trim(text, "0123456789.eE+-") != "" {
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	return number, err == nil && number > 0 && !math.IsInf(number, 0)
}
