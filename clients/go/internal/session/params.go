package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	scoring "github.com/scoreline/scoreline/clients/go"
	"github.com/scoreline/scoreline/clients/go/internal/double"
	"github.com/scoreline/scoreline/clients/go/internal/errordata"
	"github.com/scoreline/scoreline/clients/go/internal/seconds"
)

// parseObject parses text, which must be a JSON object. name describes it in the
// error.
func parseObject(name string, text json.RawMessage) (object, error) {
	var members object
	if len(text) == 0 || json.Unmarshal(text, &members) != nil || members == nil {
		return nil, errors.New(name + " is not an object")
	}
	return members, nil
}

// parseRows parses an array of arrays of numbers. A number outside the range of a
// double becomes an infinity, which the library refuses.
func parseRows(text json.RawMessage) ([][]float64, error) {
	var raw []json.RawMessage
	if json.Unmarshal(text, &raw) != nil || raw == nil {
		return nil, errors.New("rows is not an array")
	}
	rows := make([][]float64, len(raw))
	for i, row := range raw {
		var err error
		if rows[i], err = double.ReadArray(row); err != nil {
			return nil, fmt.Errorf("row %d (counted from 0) is not an array of numbers", i)
		}
	}
	return rows, nil
}

// newClient creates a client from the members of a configuration. Unknown members
// are ignored.
func newClient(config object) (*scoring.Client, error) {
	var uri string
	// Settings come only from config. Environment variables are for the one-shot
	// mode.
	options := []scoring.Option{scoring.WithEnvironment(func(string) string { return "" })}
	for name, value := range config {
		var err error
		switch name {
		case "uri":
			uri, err = config.text(name)
		case "key":
			var key string
			key, err = config.text(name)
			options = append(options, scoring.WithKey(key))
		case "application":
			var application string
			application, err = config.text(name)
			options = append(options, scoring.WithApplication(application))
		case "retries":
			// The library does not retry: the count is only checked.
			_, err = parseCount(name, value)
		case "connectTimeoutSeconds":
			var limit time.Duration
			limit, err = parseLimit(name, value)
			options = append(options, scoring.WithConnectTimeout(limit))
		case "attemptTimeoutSeconds":
			var limit time.Duration
			limit, err = parseLimit(name, value)
			options = append(options, scoring.WithAttemptTimeout(limit))
		case "replyLimitBytes":
			var bytes int64
			bytes, err = parseCount(name, value)
			options = append(options, scoring.WithReplyLimit(bytes))
		}
		if err != nil {
			// The params are well formed, but a setting has the wrong type or is not
			// finite. This is reported like an invalid value found by the library.
			return nil, &fault{Code: codeLibrary, Message: err.Error(), Data: errordata.Configuration(err.Error())}
		}
	}
	return scoring.NewClient(uri, options...)
}

// parseCount parses a whole number from 0.
func parseCount(name string, text json.RawMessage) (int64, error) {
	var count *int64
	if err := json.Unmarshal(text, &count); err != nil || count == nil || *count < 0 {
		return 0, fmt.Errorf("%s is not a whole number from 0", name)
	}
	return *count, nil
}

// parseLimit parses a finite number of seconds.
func parseLimit(name string, text json.RawMessage) (time.Duration, error) {
	var number double.Value
	if err := json.Unmarshal(text, &number); err != nil {
		return 0, fmt.Errorf("%s is not a number", name)
	}
	if math.IsInf(float64(number), 0) {
		return 0, fmt.Errorf("%s is not finite", name)
	}
	return seconds.Duration(float64(number)), nil
}
