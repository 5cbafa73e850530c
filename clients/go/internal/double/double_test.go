package double_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/scoreline/scoreline/clients/go/internal/double"
)

// A double is written in its shortest form, and negative zero with a decimal point.
func TestAppend(t *testing.T) {
	for want, number := range map[string]float64{
		"0": 0, "-0.0": math.Copysign(0, -1), "5e-324": 5e-324, "1.7976931348623157e+308": math.MaxFloat64,
		"9007199254740991": 1<<53 - 1, "9007199254740994": 1<<53 + 2, "0.1": 0.1, "0.000001": 1e-6, "1e-07": 1e-7,
		"100000000000000000000": 1e20, "1e+21": 1e21, "-217.67978776218715": -217.67978776218715,
	} {
		if got := string(double.Append(nil, number)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Writing and reading a finite double preserves its bits.
func TestRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	numbers := make([]float64, 0, 10_000)
	for len(numbers) < cap(numbers) {
		if number := math.Float64frombits(random.Uint64()); !math.IsNaN(number) && !math.IsInf(number, 0) {
			numbers = append(numbers, number)
		}
	}
	got, err := double.ReadArray(double.AppendArray(nil, numbers))
	sameBits := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
	if err != nil || !slices.EqualFunc(got, numbers, sameBits) {
		t.Error("a double has changed", err)
	}
}

// A number that is too large is read as an infinity, one that is too small as zero.
func TestReadBeyondRange(t *testing.T) {
	got, err := double.ReadArray([]byte("[1e999, -1e999, 1e-999]"))
	if err != nil || !slices.Equal(got, []float64{math.Inf(1), math.Inf(-1), 0}) {
		t.Errorf("got %v, %v", got, err)
	}
}

// Text that is not a JSON array of numbers is an error.
func TestReadInvalid(t *testing.T) {
	for _, text := range []string{"null", "1", "{}", `""`, "[null]", `["1"]`, "[true]", "[[1]]", "[{}]", "[NaN]", "[1", ""} {
		if got, err := double.ReadArray([]byte(text)); err == nil {
			t.Errorf("%s: got %v", text, got)
		}
	}
}
