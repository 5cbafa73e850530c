package seconds_test

import (
	"math"
	"testing"
	"time"

	"github.com/scoreline/scoreline/clients/go/internal/seconds"
)

// Seconds become the nearest duration: the longest one if they are out of range, and never zero if they are positive.
func TestDuration(t *testing.T) {
	for number, want := range map[float64]time.Duration{
		0: 0, 1.5: 1500 * time.Millisecond, 0.1: 100 * time.Millisecond, -2: -2 * time.Second,
		1e-12: 1, -1e-12: 0, 1e300: math.MaxInt64, -1e300: math.MinInt64, math.Inf(1): math.MaxInt64,
	} {
		if got := seconds.Duration(number); got != want {
			t.Errorf("%v: got %v, want %v", number, got, want)
		}
	}
}
