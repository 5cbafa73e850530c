package scoring

import (
	"math"
	"net/http"
	"testing"
	"time"
)

// The delay is that of the first header with a positive finite number or a future date.
func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		milliseconds, azure, standard string
		want                          time.Duration
	}{
		{"", "", "", 0},
		{"1500", "2000", "3", 1500 * time.Millisecond},
		{"", "2000.5", "3", 2000*time.Millisecond + 500*time.Microsecond},
		{"", "", "3", 3 * time.Second},
		{"", "", "0.25", 250 * time.Millisecond},
		{"", "", "1e3", 1000 * time.Second},
		{"0", "-1", "7", 7 * time.Second},
		{"soon", "NaN", "7", 7 * time.Second},
		{"Infinity", "1e999", "7", 7 * time.Second},
		{"", "", "0", 0},
		{"", "", "-5", 0},
		{"", "", "0x10", 0},
		{"", "", "1_000", 0},
		{"", "", "1 2", 0},
		{"", "", "Tue, 24 Nov 2026 12:01:30 GMT", 90 * time.Second},
		{"", "", "Tuesday, 24-Nov-26 12:01:30 GMT", 90 * time.Second},
		{"", "", "Tue Nov 24 12:01:30 2026", 90 * time.Second},
		{"", "", "Tue, 24 Nov 2026 12:00:00 GMT", 0},
		{"", "", "Tue, 24 Nov 2026 11:59:59 GMT", 0},
		{"", "", "1e300", math.MaxInt64},
		{"1e-9", "", "", 1},
		{"5e-324", "", "7", 7 * time.Second},
		{"", "", "Tue, 24 Nov 2026 12:01:30", 0},
		{"", "", "Tue, 24 Nov 2026 12:01:30 +0000", 0},
		{"", "", "Mon, 24 Nov 2026 12:01:30 GMT", 0},
		{"", "", "tue, 24 nov 2026 12:01:30 GMT", 0},
		{"", "", "Tue, 1 Dec 2026 12:01:30 GMT", 0},
		{"", "", "Tue Dec 1 12:00:00 2026", 0},
		{"", "", "Tue Dec  1 12:00:00 2026", 7 * 24 * time.Hour},
		{"", "", "Tue Dec 01 12:00:00 2026", 7 * 24 * time.Hour},
	} {
		header := http.Header{}
		for name, value := range map[string]string{
			"retry-after-ms": test.milliseconds, "x-ms-retry-after-ms": test.azure, "retry-after": test.standard,
		} {
			if value != "" {
				header.Set(name, value)
			}
		}
		if got := retryAfter(header, now); got != test.want {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}
