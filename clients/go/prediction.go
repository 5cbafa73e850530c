package scoring

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"unicode/utf8"

	"github.com/scoreline/scoreline/clients/go/internal/double"
)

// decodeDoubles decodes the reply to rows, an array of finite numbers. The error
// describes why the reply is not one.
func decodeDoubles(body []byte) ([]float64, error) {
	numbers, err := double.ReadArray(body)
	if err != nil {
		if _, err := parseJSON(body); err != nil {
			return nil, err
		}
		return nil, errors.New("the reply is not an array of numbers")
	}
	for i, number := range numbers {
		if math.IsInf(number, 0) {
			return nil, fmt.Errorf("number %d (counted from 0) of the reply is outside the range of a double", i)
		}
	}
	return numbers, nil
}

// decodePrediction decodes the reply to a payload: any JSON value except a
// string, null and {}, which scoring scripts return when they have no
// prediction. The error describes why the reply is not a prediction.
func decodePrediction(body []byte) (json.RawMessage, error) {
	value, err := parseJSON(body)
	if err != nil {
		return nil, err
	}
	switch {
	case value[0] == '"':
		return nil, errors.New("the reply is a JSON string, which is not a prediction")
	case value[0] == 'n':
		return nil, errors.New("the reply is null, which is not a prediction")
	case value[0] == '{' && len(bytes.TrimSpace(value[1:len(value)-1])) == 0:
		return nil, errors.New("the reply is an empty object, which is not a prediction")
	case overflows(value):
		return nil, errors.New("the reply contains a number outside the range of a double")
	}
	return value, nil
}

// decodeAs decodes the reply to a payload as a T. The error describes why the
// reply is not a prediction, or does not fit T.
func decodeAs[T any](body []byte) (prediction T, err error) {
	value, err := decodePrediction(body)
	if err != nil {
		return prediction, err
	}
	if err := fits(value, reflect.TypeFor[T]()); err != nil {
		return prediction, fmt.Errorf("the reply does not fit %T: %w", prediction, err)
	}
	if err := json.Unmarshal(value, &prediction); err != nil {
		return prediction, fmt.Errorf("the reply does not fit %T: %w", prediction, err)
	}
	return prediction, nil
}

// decodeObject decodes a JSON object. The error describes why the reply is not one.
func decodeObject(body []byte) (json.RawMessage, error) {
	value, err := parseJSON(body)
	if err == nil && value[0] != '{' {
		return nil, errors.New("the reply is not a JSON object")
	}
	return value, err
}

// parseJSON returns the single JSON value in body, without surrounding white
// space.
func parseJSON(body []byte) (json.RawMessage, error) {
	if len(body) == 0 {
		return nil, errors.New("the reply is empty")
	}
	if !utf8.Valid(body) {
		return nil, errors.New("the reply is not UTF-8")
	}
	var value json.RawMessage
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, fmt.Errorf("the reply is not JSON: %w", err)
	}
	return value, nil
}

// overflows reports whether text, which must be valid JSON, contains a number
// outside the range of a double.
func overflows(text []byte) bool {
	for len(text) > 0 {
		switch first := text[0]; {
		case first == '"':
			text = text[stringLength(text):]
		case first == '-' || first >= '0' && first <= '9':
			length := len(text) - len(bytes.TrimLeft(text, "0123456789.eE+-"))
			number, _ := strconv.ParseFloat(string(text[:length]), 64)
			if math.IsInf(number, 0) {
				return true
			}
			text = text[length:]
		default:
			text = text[1:]
		}
	}
	return false
}

// stringLength returns the length of the JSON string at the start of text,
// including its quotes.
func stringLength(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
