package scoring

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"
)

// environment returns an option that sets the environment to pairs of name and value.
func environment(pairs ...string) Option {
	return WithEnvironment(func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	})
}

// An argument takes precedence over its environment variable, and an empty variable counts as unset.
func TestEnvironment(t *testing.T) {
	full := environment("AZUREML_SCORING_URI", "http://environment/", "AZUREML_SCORING_KEY", "environment-key")
	for _, test := range []struct {
		uri       string
		options   []Option
		host, key string
	}{
		{"", []Option{full}, "environment", "environment-key"},
		{"http://argument/", []Option{full}, "argument", "environment-key"},
		{"", []Option{WithKey("argument-key"), full}, "environment", "argument-key"},
		{"http://argument/", []Option{environment("AZUREML_SCORING_KEY", "")}, "argument", ""},
	} {
		settings, err := configure(test.uri, test.options)
		if err != nil {
			t.Fatal(err)
		}
		key := ""
		if settings.key.isSet() {
			key = settings.key.reveal()
		}
		if settings.uri.Host != test.host || key != test.key {
			t.Errorf("got %s and %s, want %s and %s", settings.uri.Host, key, test.host, test.key)
		}
	}
}

// Without arguments the documented defaults apply.
func TestDefaults(t *testing.T) {
	settings, err := configure("http://host/", []Option{environment()})
	if err != nil {
		t.Fatal(err)
	}
	if settings.connectTimeout != 10*time.Second || settings.attemptTimeout != time.Minute || settings.overallTimeout != 5*time.Minute ||
		settings.retries != 3 || settings.replyLimit != 67_108_864 || settings.key.isSet() || settings.secondaryKey.isSet() || settings.authorities != nil {
		t.Errorf("got %+v", settings)
	}
	if settings.logger.Enabled(t.Context(), slog.LevelError) {
		t.Error("the default logger is not silent")
	}
}

// The number of retries and the secondary key come from an option, else from the environment.
func TestEnvironmentOfRetries(t *testing.T) {
	variables := environment("AZUREML_SCORING_RETRIES", "7", "AZUREML_SCORING_KEY", "k", "AZUREML_SCORING_SECONDARY_KEY", "environment-key")
	for _, test := range []struct {
		options   []Option
		retries   int
		secondary string
	}{
		{[]Option{variables}, 7, "environment-key"},
		{[]Option{variables, WithRetries(0), WithSecondaryKey("argument-key")}, 0, "argument-key"},
	} {
		settings, err := configure("http://host/", test.options)
		if err != nil || settings.retries != test.retries || settings.secondaryKey.reveal() != test.secondary {
			t.Errorf("got %+v, %v", settings, err)
		}
	}
	for _, retries := range []string{"-1", "+1", "1.5", "three", " 1", "99999999999999999999"} {
		if _, err := configure("http://host/", []Option{environment("AZUREML_SCORING_RETRIES", retries)}); err == nil {
			t.Errorf("%q is accepted", retries)
		}
	}
	if _, err := configure("http://host/", []Option{environment("AZUREML_SCORING_SECONDARY_KEY", "alone")}); err == nil {
		t.Error("a secondary key without a key is accepted")
	}
}

// A URI that cannot be used verbatim is a configuration error whose text does not contain the password.
func TestBadURI(t *testing.T) {
	for _, uri := range []string{
		"", "score", "/score", "//host/score", "host:80/score", "ftp://host/", "file:///score", "http:score", "http:/score", "http://", "http:///score",
		"http://:80/", "https://?q", "http://host/#part", "http://host/#", "http://user@host/", "http://user:secret@host/", "http://@host/",
		"http://host/a b", " http://host/", "http://host/\n", "http://host/\x7f", "http://host/ä", "http://höst/", "http://host/%zz",
		"http://host/%", "http://host/?q=%2", "http://host//a|b", "http://host/{a}", `http://host/a\b`, "http://host/?q=[a]", "http://host/?q=\"",
		"http://host:port/", "http://host:65536/", "http://host:0/", "http://host:080/", "http://host:-1/",
		"http://[::1/", "http://[::1]x/", "http://[::1%25lo]/", "http://[1.2.3.4]/", "http://::1/", "http://ho$t/", "http://a%20b/",
		"http://a..b/", "http://.a/", "http://-a/", "http://a-/", "http://" + strings.Repeat("a", 64) + "/",
		"http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://256.0.0.1/", "http://127.0.0.1./",
	} {
		for _, variables := range []Option{environment(), environment("AZUREML_SCORING_URI", uri)} {
			_, err := configure(uri, []Option{variables})
			if err == nil || err.Kind != KindConfiguration || err.Attempts != 0 || strings.Contains(err.Error(), "secret") {
				t.Errorf("%q: got %v", uri, err)
			}
		}
	}
}

// A transport that verifies no certificate, or would make given authorities ineffective, is refused.
func TestBadTransport(t *testing.T) {
	_, authority := certificate(t, time.Now())
	verify := func(tls.ConnectionState) error { return nil }
	for _, test := range []struct {
		options []Option
		ok      bool
	}{
		{[]Option{WithTransport(nil), WithCACertificates(authority)}, true},
		{[]Option{WithTransport(http.DefaultTransport)}, true},
		{[]Option{WithTransport(http.DefaultTransport), environment("AZUREML_SCORING_CA_FILE", "/does/not/exist")}, true},
		{[]Option{WithTransport(http.DefaultTransport), WithCACertificates(authority)}, false},
		{[]Option{WithTransport(&http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}})}, false},
		{[]Option{WithTransport(&http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, VerifyConnection: verify}})}, true},
	} {
		if _, err := configure("https://host/", append([]Option{environment()}, test.options...)); (err == nil) != test.ok {
			t.Errorf("got %v", err)
		}
	}
}

// A URI may have a port, an IPv6 address, uppercase letters in its scheme, and no path.
func TestGoodURI(t *testing.T) {
	for _, uri := range []string{
		"http://host", "HTTPS://Host:65535/score", "http://[::1]:80/?q", "http://host:/", "http://my_host.example.:1/", "http://127.0.0.1/",
		"http://host/!$&'()*+,;=:@-._~%7e//..?/?!$&'()*+,;=:@", "http://host?",
	} {
		if _, err := configure(uri, []Option{environment()}); err != nil {
			t.Errorf("%s: got %v", uri, err)
		}
	}
}

// A key that cannot be sent in a header is a configuration error whose text does not contain the key.
func TestBadKey(t *testing.T) {
	for _, key := range []string{"", "top secret", "secret\n", "secret\r\nx: y", "\tsecret", "secret\x00", "sécret", "secret\x7f"} {
		_, err := configure("http://host/", []Option{WithKey(key), environment("AZUREML_SCORING_KEY", "good")})
		if err == nil || err.Kind != KindConfiguration || strings.Contains(err.Error(), "ecret") {
			t.Errorf("%q: got %v", key, err)
		}
		_, err = configure("http://host/", []Option{WithKey("good"), WithSecondaryKey(key), environment()})
		if err == nil || err.Kind != KindConfiguration || strings.Contains(err.Error(), "ecret") {
			t.Errorf("%q as secondary key: got %v", key, err)
		}
		if key == "" {
			continue // in the environment, an empty key counts as unset
		}
		_, err = configure("http://host/", []Option{environment("AZUREML_SCORING_KEY", key)})
		if err == nil || err.Kind != KindConfiguration || strings.Contains(err.Error(), "ecret") {
			t.Errorf("%q in the environment: got %v", key, err)
		}
	}
}

// A limit must be greater than zero, and an application name printable without spaces at either end.
func TestBadOptions(t *testing.T) {
	for _, option := range []Option{
		WithConnectTimeout(0), WithConnectTimeout(-time.Second), WithAttemptTimeout(0), WithAttemptTimeout(-1),
		WithOverallTimeout(0), WithOverallTimeout(-1), WithRetries(-1), WithReplyLimit(0), WithReplyLimit(-1), WithSecondaryKey("alone"),
		WithApplication("shop\r\nx: y"), WithApplication("läden"), WithApplication(""), WithApplication(" shop"), WithApplication("shop "),
	} {
		if _, err := configure("http://host/", []Option{option, environment()}); err == nil || err.Kind != KindConfiguration {
			t.Errorf("got %v", err)
		}
	}
}

// NewClient reads the environment of the process, and every error it returns is an *Error.
func TestNewClient(t *testing.T) {
	t.Setenv("AZUREML_SCORING_URI", "http://host/score")
	t.Setenv("AZUREML_SCORING_KEY", "")
	client, err := NewClient("", WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil || client.String() != "scoring.Client(http://host, key=)" {
		t.Errorf("got %v, %v", client, err)
	}
	client, err = NewClient("ftp://host/")
	var failure *Error
	if client != nil || !errors.As(err, &failure) {
		t.Errorf("got %v, %v", client, err)
	}
}
