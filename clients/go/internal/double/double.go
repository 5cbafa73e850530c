// Package double reads and writes float64 values as JSON numbers, so that each
// arrives with the bits it left with.
package double

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Append adds the shortest text that gives number back, which must be finite.
func Append(text []byte, number float64) []byte {
	if number == 0 && math.Signbit(number) {
		// Readers take "-0" for an integer, and an integer has no negative zero.
		return append(text, "-0.0"...)
	}
	format := byte('f')
	if size := math.Abs(number); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(text, number, format, -1, 64)
}

// AppendArray adds numbers, which must be finite, as a JSON array.
func AppendArray(text []byte, numbers []float64) []byte {
	text = append(text, '[')
	for i, number := range numbers {
		if i > 0 {
			text = append(text, ',')
		}
		text = Append(text, number)
	}
	return append(text, ']')
}

// Value is a float64 that is read from a JSON number and from nothing else:
// encoding/json takes null for zero. What is too large becomes an infinity,
// for the reader to judge.
type Value float64

// UnmarshalJSON reads one JSON value; it fails if that is not a number.
func (v *Value) UnmarshalJSON(text []byte) error {
	if first := text[0]; first != '-' && (first < '0' || first > '9') {
		return fmt.Errorf("%s where a number belongs", nameOf(first))
	}
	number, err := strconv.ParseFloat(string(text), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return err
	}
	*v = Value(number)
	return nil
}

// ReadArray reads a JSON array of numbers. It fails if text is anything else;
// null is not an array.
func ReadArray(text []byte) ([]float64, error) {
	var values []Value
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, err
	}
	if values == nil {
		return nil, errors.New("null where an array belongs")
	}
	numbers := make([]float64, len(values))
	for i, value := range values {
		numbers[i] = float64(value)
	}
	return numbers, nil
}

// nameOf names the kind of a JSON value by its first byte.
func nameOf(first byte) string {
	switch first {
	case '"':
		return "a string"
	case '[':
		return "an array"
	case '{':
		return "an object"
	case 'n':
		return "null"
	default:
		return "a truth value"
	}
}
