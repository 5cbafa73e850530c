// Package double reads and writes float64 values as JSON numbers, preserving
// finite values bit for bit.
package double

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Append appends number to text, in the shortest form that reads back as the same
// double. number must be finite.
func Append(text []byte, number float64) []byte {
	if number == 0 && math.Signbit(number) {
		// Readers may parse "-0" as an integer, which has no negative zero.
		return append(text, "-0.0"...)
	}
	format := byte('f')
	if size := math.Abs(number); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(text, number, format, -1, 64)
}

// AppendArray appends numbers to text as a JSON array. They must be finite.
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

// Value is a float64 that can only be decoded from a JSON number, unlike a plain
// float64, for which encoding/json also accepts null. A number outside the range
// of a double becomes an infinity, which the caller must check for.
type Value float64

// UnmarshalJSON decodes a JSON number. It returns an error for any other value.
func (v *Value) UnmarshalJSON(text []byte) error {
	if first := text[0]; first != '-' && (first < '0' || first > '9') {
		return fmt.Errorf("got %s, want a number", nameOf(first))
	}
	number, err := strconv.ParseFloat(string(text), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return err
	}
	*v = Value(number)
	return nil
}

// ReadArray decodes a JSON array of numbers. It returns an error for any other
// text, including null. Numbers outside the range of a double become infinities.
func ReadArray(text []byte) ([]float64, error) {
	var values []Value
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, err
	}
	if values == nil {
		return nil, errors.New("got null, want an array")
	}
	numbers := make([]float64, len(values))
	for i, value := range values {
		numbers[i] = float64(value)
	}
	return numbers, nil
}

// nameOf returns the name of a JSON type, given the first byte of a value.
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
		return "a boolean"
	}
}
