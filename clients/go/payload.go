package scoring

import (
	"bytes"
	"encoding/json"
	"math"
	"unicode/utf8"

	"github.com/scoreline/scoreline/clients/go/internal/double"
)

// usualBody is a size in bytes that the body of a call with few rows does not
// exceed.
const usualBody = 1 << 8

// encodeRows encodes {"data": rows}. It returns an error of [KindConfiguration]
// if a number is NaN or infinite, which JSON cannot represent.
func encodeRows(rows [][]float64) ([]byte, *Error) {
	text := append(make([]byte, 0, usualBody), `{"data":[`...)
	for i, row := range rows {
		for j, number := range row {
			if math.IsNaN(number) || math.IsInf(number, 0) {
				return nil, misconfigured(
					"row %d, column %d (both counted from 0) is %v, which JSON cannot represent", i, j, number,
				)
			}
		}
		if i > 0 {
			text = append(text, ',')
		}
		text = double.AppendArray(text, row)
	}
	return append(text, "]}"...), nil
}

// encodePayload encodes any value as JSON; a [json.RawMessage] is copied verbatim.
// It returns an error of [KindConfiguration] if the result is not valid JSON or
// contains a number outside the range of a double, which a service would read as
// an infinity.
func encodePayload(payload any) ([]byte, *Error) {
	body, ok := payload.(json.RawMessage)
	if ok {
		body = bytes.Clone(body)
		if !json.Valid(body) || !utf8.Valid(body) {
			return nil, misconfigured("the payload is not JSON")
		}
	} else {
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(payload); err != nil {
			failure := misconfigured("the payload cannot be encoded as JSON: %v", err)
			failure.cause = err
			return nil, failure
		}
		body = bytes.TrimSuffix(text.Bytes(), []byte("\n"))
	}
	if overflows(body) {
		return nil, misconfigured("the payload contains a number outside the range of a double")
	}
	return body, nil
}
