// Package seconds converts a number of seconds, as used in reply headers and in
// the configuration of a session, to a [time.Duration].
package seconds

import (
	"math"
	"time"
)

// Duration returns number seconds as a duration, rounded to the nanosecond.
// Numbers outside the range of time.Duration become its minimum or maximum, and
// a positive number never becomes zero. number must not be NaN.
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
