package session

import (
	"encoding/base64"
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

// parseBody parses bytes in base64, and their content type.
func parseBody(params object) (body []byte, contentType string, err error) {
	text, err := params.text("body")
	if err != nil {
		return nil, "", err
	}
	if body, err = base64.StdEncoding.Strict().DecodeString(text); err != nil {
		return nil, "", errors.New("body is not base64")
	}
	contentType, err = params.text("contentType")
	return body, contentType, err
}

// newClient creates a client from the members of a configuration. Unknown members
// are ignored.
func newClient(config object) (*scoring.Client, error) {
	var uri string
	// Settings come only from config. Environment variables are for the one-shot
	// mode.
	options := []scoring.Option{scoring.WithEnvironment(func(string) string { return "" })}
	for name, value := range config {
		if name == "uri" {
			var err error
			if uri, err = config.text(name); err != nil {
				return nil, invalid(err)
			}
			continue
		}
		option, err := optionOf(config, name, value)
		if err != nil {
			return nil, invalid(err)
		}
		if option != nil {
			options = append(options, option)
		}
	}
	return scoring.NewClient(uri, options...)
}

// invalid returns the error for a setting of the wrong type, or one that is not
// finite. The params are well formed, so it is reported like an invalid value that
// the library finds.
func invalid(err error) error {
	return &fault{Code: codeLibrary, Message: err.Error(), Data: errordata.Configuration(err.Error())}
}

// optionOf returns the option for a member of a configuration, or nil if the
// member is unknown.
func optionOf(config object, name string, value json.RawMessage) (scoring.Option, error) {
	switch name {
	case "key", "secondaryKey", "application", "caCertificates":
		text, err := config.text(name)
		return map[string]func(string) scoring.Option{
			"key":            scoring.WithKey,
			"secondaryKey":   scoring.WithSecondaryKey,
			"application":    scoring.WithApplication,
			"caCertificates": scoring.WithCACertificates,
		}[name](text), err
	case "connectTimeoutSeconds":
		limit, err := parseLimit(name, value)
		return scoring.WithConnectTimeout(limit), err
	case "replyLimitBytes":
		count, err := parseCount(name, value)
		return scoring.WithReplyLimit(count), err
	default:
		return callOptionOf(name, value)
	}
}

// parseOptions parses the options of one call, which may be absent. Unknown members
// are ignored.
func parseOptions(params object) ([]scoring.CallOption, error) {
	if params["options"] == nil {
		return nil, nil
	}
	members, err := parseObject("options", params["options"])
	if err != nil {
		return nil, err
	}
	var options []scoring.CallOption
	for name, value := range members {
		option, err := callOptionOf(name, value)
		if err != nil {
			return nil, invalid(err)
		}
		if option != nil {
			options = append(options, option)
		}
	}
	return options, nil
}

// callOptionOf returns the option for a member of a configuration that a call can
// have of its own, or nil if the member is another one.
func callOptionOf(name string, value json.RawMessage) (scoring.CallOption, error) {
	switch name {
	case "attemptTimeoutSeconds":
		limit, err := parseLimit(name, value)
		return scoring.WithAttemptTimeout(limit), err
	case "overallTimeoutSeconds":
		limit, err := parseLimit(name, value)
		return scoring.WithOverallTimeout(limit), err
	case "retries":
		count, err := parseCount(name, value)
		return scoring.WithRetries(int(min(count, math.MaxInt32))), err
	default:
		return nil, nil //nolint:nilnil // an unknown member is neither a setting nor an error
	}
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
