// Package seconds turns a number of seconds, as the headers of a reply and the
// session's configuration state it, into a [time.Duration].
package seconds

import (
	"math"
	"time"
)

// Duration returns number seconds, rounded to the nanosecond. A number that is
// too large becomes the longest duration there is, and one that is positive
// never becomes zero. number must not be NaN.
func Duration(number float64) time.Duration {
	nanoseconds := math.Round(number * float64(time.Second))
	switch {
	case nanoseconds >= math.MaxInt64:
		return math.MaxInt64
	case nanoseconds <= math.MinInt64:
		return math.MinInt64
	case nanoseconds == 0 && number > 0:
		return 1
	default:
		return time.Duration(nanoseconds)
	}
}
