package scoring

import (
	"bytes"
	"encoding/json"
	"math"
	"unicode/utf8"

	"github.com/scoreline/scoreline/clients/go/internal/double"
)

// encodeRows writes {"data": rows}. It returns an error of [KindConfiguration]
// for a number that JSON cannot write.
func encodeRows(rows [][]float64) ([]byte, *Error) {
	text := []byte(`{"data":[`)
	for i, row := range rows {
		for j, number := range row {
			if math.IsNaN(number) || math.IsInf(number, 0) {
				return nil, misconfigured("row %d, column %d (both from 0) is %v, which JSON cannot write", i, j, number)
			}
		}
		if i > 0 {
			text = append(text, ',')
		}
		text = double.AppendArray(text, row)
	}
	return append(text, "]}"...), nil
}

// encodePayload writes any value as JSON; a [json.RawMessage] stays as it is.
// It returns an error of [KindConfiguration] if that comes to no JSON, or to a
// number that no double can hold: a service reads it as an infinity.
func encodePayload(payload any) ([]byte, *Error) {
	body, ok := payload.(json.RawMessage)
	if ok {
		if !json.Valid(body) || !utf8.Valid(body) {
			return nil, misconfigured("the payload is not JSON")
		}
	} else {
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(payload); err != nil {
			failure := misconfigured("the payload cannot be written as JSON: %v", err)
			failure.cause = err
			return nil, failure
		}
		body = bytes.TrimSuffix(text.Bytes(), []byte("\n"))
	}
	if overflows(body) {
		return nil, misconfigured("a number of the payload is too large for a double")
	}
	return body, nil
}
